// The theme switch of demo.html, as documentation sites have one: an attribute of <html>, which the labs on the page follow.
const button = document.getElementById('theme');
button.addEventListener('click', () => {
  const dark = document.documentElement.dataset.theme !== 'dark';
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  button.setAttribute('aria-pressed', String(dark));
});
