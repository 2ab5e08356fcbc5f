// The Docusaurus site that `make test-embed` builds. The line with offset-lab.js is the recipe.
export default {
  title: 'Broker handbook',
  url: 'https://example.org',
  baseUrl: '/handbook/',
  trailingSlash: true,
  onBrokenLinks: 'throw',
  i18n: { defaultLocale: 'en', locales: ['en'] },
  scripts: [{ src: '/handbook/offset-lab/offset-lab.js', defer: true }],
  presets: [['classic', { docs: { routeBasePath: '/' }, blog: false, theme: {} }]],
};
