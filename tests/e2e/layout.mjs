// What is wrong with how a page lies there, found in the page itself: views.test.mjs asks it of every view, strings.test.mjs of every view with
// texts that are not what they should be.

/** What is cut off by the window's edge or by its container, and which controls of the top bar lie over each other. */
export function layoutProblems() {
  const problems = [];
  const name = (element) => {
    const words = (element.getAttribute('aria-label') ?? element.textContent).trim().replace(/\s+/g, ' ').slice(0, 50);
    return `<${element.localName}${element.classList.length ? `.${[...element.classList].join('.')}` : ''}> "${words}"`;
  };
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) problems.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth} px`);
  // What scrolls sideways on purpose can be reached by Tab, so that the keyboard scrolls it too.
  const isOverfull = (element) => element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(element).overflowX);
  const scrolls = (element) => element.hasAttribute('tabindex') && isOverfull(element) && element.getBoundingClientRect().right <= innerWidth + 1;
  const dialog = document.querySelector('dialog[open]');
  for (const element of (dialog?.parentElement ?? document.body).querySelectorAll('*')) {
    const wide = innerWidth >= 1200 && element.matches('main [tabindex]') && !/9.223.372/.test(element.textContent);
    if (isOverfull(element) && element.checkVisibility() && (wide || !element.hasAttribute('tabindex')) && !element.matches('input, textarea')) {
      problems.push(`${name(element)} scrolls sideways: ${element.scrollWidth} px in ${element.clientWidth} px`);
    }
  }
  const title = document.querySelector('h1');
  if (innerWidth >= 1200 && title.textContent.length <= 40 && title.scrollWidth > title.clientWidth) problems.push(`${name(title)} is cut short`);
  for (const lane of document.querySelectorAll('.lane-name')) {
    if (lane.textContent.length <= 12 && lane.scrollWidth > lane.clientWidth) problems.push(`${name(lane)} is cut short`);
  }
  const seen = (dialog ?? document).querySelectorAll('button, input, select, textarea, a, h1, h2, h3, p, dt, dd, li, label, legend, canvas, svg, code, [role=timer]');
  for (const element of seen) {
    const box = element.getBoundingClientRect();
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || box.width <= 1 || box.height <= 1) continue;
    if (element.closest('.hidden')) continue;
    let ancestor = element.parentElement;
    while (ancestor && !scrolls(ancestor)) ancestor = ancestor.parentElement;
    if (!ancestor && (box.right > innerWidth + 1 || box.left < -1)) problems.push(`${name(element)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} px`);
  }
  if (dialog) {
    const least = Math.min(dialog.scrollHeight, innerHeight * 0.6);
    if (dialog.clientHeight < least - 1) problems.push(`the dialog is ${dialog.clientHeight} px high for ${dialog.scrollHeight} px of content`);
    return problems;
  }
  const controls = [...document.querySelectorAll('header button, header input, header h1, header [role=timer], nav button')].filter((control) => {
    const box = control.getBoundingClientRect();
    return control.checkVisibility() && box.width > 1 && box.height > 1;
  });
  for (const [i, one] of controls.entries()) {
    for (const other of controls.slice(i + 1)) {
      const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 1) problems.push(`${name(one)} lies over ${name(other)} by ${Math.round(across)} px`);
    }
  }
  // A word or number that breaks in its middle, because its box is narrower.
  const words = document.createTreeWalker(document.querySelector('.lab'), NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const { parentElement, textContent } = words.currentNode;
    for (const { 0: number, index } of parentElement.checkVisibility() ? textContent.matchAll(/\d(?:\u202f?\d)+/g) : []) {
      const digits = document.createRange();
      digits.setStart(words.currentNode, index);
      digits.setEnd(words.currentNode, index + number.length);
      const tops = [...digits.getClientRects()].map((line) => line.top);
      if (Math.max(...tops) - Math.min(...tops) > 6) problems.push(`${name(parentElement)} breaks within the number ${number}`);
    }
    if (!parentElement.matches('h1, h2, h3, h4, dt, dd, td, th, b, span, button, [role=timer]') || !parentElement.checkVisibility()) continue;
    const part = textContent.trim();
    if (!part || /[\s\-–→·,]/.test(part.replaceAll('\u202f', '').replaceAll('\u00a0', '')) || /[\u3000-\u9fff]/.test(part)) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    const tops = [...range.getClientRects()].filter((line) => line.width > 1).map((line) => line.top);
    if (Math.max(...tops) - Math.min(...tops) > 6) problems.push(`${name(parentElement)} breaks within its word`);
  }
  return problems;
}
