/** Builds the page from elements and text nodes only: data can never become markup. */
const SVG = 'http://www.w3.org/2000/svg';

/** h('td', { class: 'x', onclick: f, 'aria-label': 'y' }, child, 'text', [more], null) */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat(3).filter(child => child != null && child !== false));
  return element;
}

const SHAPES = {
  check: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm3.6 4.9-4.3 5a.8.8 0 0 1-1.2 0L4.3 9a.8.8 0 1 1 1.1-1.1l1.3 1.2 3.7-4.3a.8.8 0 1 1 1.2 1.1z',
  cross: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm3 9a.8.8 0 0 1-1.1 1.1L8 9.1l-1.9 2A.8.8 0 0 1 5 10l2-2-2-1.9A.8.8 0 1 1 6.100 5L8 6.900 9.900 5A.8.8 0 1 1 11 6.100L9.100 8l1.900 2z',
  triangle: 'M8.900 1.500a1 1 0 0 0-1.800 0l-6 11.500A1 1 0 0 0 2 14.500h12a1 1 0 0 0 .9-1.500l-6-11.500zM7.200 5.500h1.600v4.500H7.200zm0 5.500h1.600v1.600H7.200z',
  octagon: 'M5 1h6l4 4v6l-4 4H5l-4-4V5zm2.200 3v5h1.600V4zm0 6.200v1.700h1.600v-1.700z',
  question: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm-.8 10h1.600v1.600H7.200zM8 3.500c1.700 0 2.900 1.100 2.900 2.500 0 1.200-.8 1.800-1.400 2.300-.5.4-.7.6-.7 1.200v.3H7.200v-.4c0-1.200.7-1.800 1.300-2.300.5-.4.8-.6.8-1.100 0-.6-.5-1-1.300-1-.7 0-1.300.5-1.300 1.200H5.100C5.100 4.700 6.300 3.500 8 3.500z',
  clock: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.600a5.400 5.400 0 1 1 0 10.800A5.400 5.400 0 0 1 8 2.600zM7.200 4.500v4l3.200 1.900.8-1.300-2.400-1.500V4.500z',
  arrow: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 3.500L11.500 8 8 11.500l-1.100-1.100 1.600-1.600h-4V7.200h4L6.900 5.600z',
  dash: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.600a5.400 5.400 0 1 1 0 10.800A5.400 5.400 0 0 1 8 2.600zM5 7.200v1.600h6V7.200z',
  again: 'M8 2.500V.8l3.500 2.700L8 6.200V4.300a4 4 0 1 0 4 4h1.800A5.800 5.800 0 1 1 8 2.500z',
};

/** A small picture beside a word that says the same: colour is never alone. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[name]);
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}

/** Replaces an element's children and keeps the keyboard where it was (elements marked data-focus). */
export function refill(element, ...children) {
  const focused = document.activeElement?.dataset?.focus;
  const inside = focused && element.contains(document.activeElement);
  element.replaceChildren(...children.flat(3).filter(child => child != null && child !== false));
  if (inside) element.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
