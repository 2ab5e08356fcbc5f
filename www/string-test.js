// For tests and translators: `?stringTest=doubled|rtl|marked|hostile` changes every text on its way to the screen. boot.js fetches it only then.
//
// doubled: twice as long. rtl: from right to left, the page mirrored. marked: what a careless page would read as markup, and signs
// outside of the first plane. hostile: the same with a picture that runs a script and a word that does not break, ninety signs more.
//
// It stands at the doors through which texts come into a page, those of the canvas included, so that whatever is drawn or measured has
// gone through it; also innerHTML, through which no text may come. What people type is left alone. The board places its labels by the width
// of single letters, so labels that became longer here may lie over each other there.

const made = {
  doubled: (text) => `${text} ${text}`,
  rtl: (text) => `\u202e${text}\u202c`,
  marked: (text) => `<b>&"'</b>${text}👩🏽‍🚀`,
  hostile: (text) => `<b>&"'</b>${text}<img src=x onerror=alert(1)>Donaudampfschifffahrtsgesellschaft👩🏽‍🚀`,
};
// What a person reads; numbers, signs and names of things inside of the page are left as they are.
const NAMES = ['aria-label', 'aria-valuetext', 'title', 'alt', 'placeholder', 'data-tip'];

/** Changes whatever has a word in it. */
export function testStrings(kind) {
  const seen = (text) => (typeof text === 'string' && /\p{L}{2}/u.test(text) ? made[kind](text) : text);
  const door = (owner, name) => {
    const { get, set, ...rest } = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { ...rest, get, set(text) { set.call(this, seen(text)); } });
  };
  const call = (owner, name, at, when = () => true) => {
    const { [name]: original } = owner;
    owner[name] = function changed(...given) {
      if (when(...given)) given[at] = seen(given[at]);
      return original.apply(this, given);
    };
  };
  if (kind === 'rtl') document.documentElement.dir = 'rtl';
  door(Node.prototype, 'nodeValue');
  door(Node.prototype, 'textContent');
  door(Element.prototype, 'innerHTML');
  call(Document.prototype, 'createTextNode', 0);
  call(Element.prototype, 'setAttribute', 1, (name) => NAMES.includes(name));
  for (const name of ['fillText', 'measureText']) call(CanvasRenderingContext2D.prototype, name, 0);
}
