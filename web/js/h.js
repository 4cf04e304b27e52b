/* h.js - build elements without a framework and without innerHTML.
 *
 *   h('button.ghost', { onclick: fn, 'aria-pressed': true }, 'text', icon)
 *
 * Attributes that are null, undefined or false are left out; `on…` is a listener; `vars` sets
 * CSS custom properties (the policy forbids style attributes). Children may be nested arrays. */

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Node|string|number|null|undefined|false|Array<any>} Child */

/** @param {Element} element @param {Record<string, any>} attributes */
function dress(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'vars') setVars(/** @type {HTMLElement} */ (element), value);
    else if (name === 'value') /** @type {HTMLInputElement} */ (element).value = value;
    else element.setAttribute(name, value === true ? (name.startsWith('aria-') ? 'true' : '') : String(value));
  }
}

/** @param {HTMLElement} element @param {Record<string, string|number>} vars */
export function setVars(element, vars) {
  for (const [name, value] of Object.entries(vars)) element.style.setProperty(name, String(value));
}

/** @param {Node} element @param {Child[]} children */
function fill(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) fill(element, child);
    else element.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** @param {Element} element @param {string[]} parts class names */
const classes = (element, parts) => { if (parts.length) element.setAttribute('class', parts.join(' ')); };

/** An HTML element. `tag.class.class`; the second argument may already be a child.
 * @param {string} tag @param {Record<string, any>|Child} [attributes] @param {...Child} children
 * @returns {HTMLElement} */
export function h(tag, attributes, ...children) {
  const [name, ...names] = tag.split('.');
  const element = document.createElement(name || 'div');
  classes(element, names);
  finish(element, attributes, children);
  return element;
}

/** An SVG element; as h.
 * @param {string} tag @param {Record<string, any>|Child} [attributes] @param {...Child} children
 * @returns {SVGElement} */
export function s(tag, attributes, ...children) {
  const [name, ...names] = tag.split('.');
  const element = document.createElementNS(SVG, name);
  classes(element, names);
  finish(element, attributes, children);
  return /** @type {SVGElement} */ (element);
}

/** @param {Element} element @param {any} attributes @param {Child[]} children */
function finish(element, attributes, children) {
  const plain = attributes && typeof attributes === 'object' && !Array.isArray(attributes) && !(attributes instanceof Node);
  if (plain) dress(element, attributes);
  else fill(element, [attributes]);
  fill(element, children);
}

/** Replace all that root holds. @param {Element} root @param {...Child} children */
export function draw(root, ...children) {
  root.replaceChildren();
  fill(root, children);
}
