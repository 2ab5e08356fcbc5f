// The VitePress site that `make test-embed` builds. `head` and `vue` are the recipe.
export default {
  title: 'Broker handbook',
  base: '/handbook/',
  head: [['script', { src: '/handbook/offset-lab/offset-lab.js', defer: '' }]],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'offset-lab' } } },
  themeConfig: { sidebar: [{ text: 'Consumer progress', link: '/' }, { text: 'Without a lab', link: '/second' }] },
};
