// The documentation page with live labs: "Consumer Progress Management" in our own words, built as rocketmq.apache.org is. Not here: the
// labs, which lie in static/labs/, and the lab's program, which `make test-embed` puts into static/offset-lab/.
export default {
  title: 'Consumer progress, alive',
  url: 'https://example.org',
  baseUrl: '/handbook/',
  trailingSlash: true,
  onBrokenLinks: 'throw',
  i18n: { defaultLocale: 'en', locales: ['en', 'zh-CN'] },
  scripts: [{ src: '/handbook/offset-lab/offset-lab.js', defer: true }],
  presets: [['classic', { docs: { routeBasePath: '/' }, blog: false, theme: { customCss: './src/css/pair.css' } }]],
  themeConfig: { navbar: { title: 'Consumer progress, alive', items: [{ type: 'localeDropdown', position: 'right' }] } },
};
