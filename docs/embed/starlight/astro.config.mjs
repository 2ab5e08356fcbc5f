// The Starlight site that `make test-embed` builds. `head` is the recipe.
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';

export default defineConfig({
  site: 'https://example.org',
  base: '/handbook',
  telemetry: false,
  integrations: [
    starlight({
      title: 'Broker handbook',
      pagefind: false,
      head: [{ tag: 'script', attrs: { src: '/handbook/offset-lab/offset-lab.js', defer: true } }],
      sidebar: [{ label: 'Consumer progress', link: '/' }, { label: 'Without a lab', link: '/second/' }],
    }),
  ],
});
