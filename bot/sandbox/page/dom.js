/** The few things we need of the DOM. What people typed becomes text nodes, never HTML. */

/** el('button.primary', {type: 'button', onclick: press}, 'Send'): a node; empty children are left out. */
export function el(name, props = {}, ...children) {
  const [tag, ...classes] = name.split('.')
  const node = document.createElement(tag)
  if (classes.length) node.className = classes.join(' ')
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value)
    else node.setAttribute(key, value === true ? '' : value)
  }
  node.append(...children.flat(9).filter((child) => typeof child === 'string' ? child : child instanceof Node))
  return node
}

export const byId = (id) => document.getElementById(id)

/**
 * Make the children of `parent` those in `wanted`: [{key, mark, build}]. A child whose mark is unchanged is not
 * touched, so that what is typed, chosen, focused or scrolled there stays.
 */
export function reconcile(parent, wanted) {
  const there = new Map([...parent.children].map((node) => [node.dataset.key, node]))
  const focused = parent.contains(document.activeElement) ? document.activeElement : null
  const home = focused && [...parent.children].find((node) => node.contains(focused))
  const nodes = wanted.map(({ key, mark, build }) => {
    const old = there.get(key)
    if (old && old.mark === mark) return old
    const node = build()
    node.dataset.key = key
    node.mark = mark
    return node
  })
  const kept = new Set(nodes)
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove()
  let next = parent.firstElementChild
  for (const node of nodes) {
    if (node === next) next = next.nextElementSibling
    else parent.insertBefore(node, next)
  }
  if (home && !home.isConnected) focusAgain(nodes.find((node) => node.dataset.key === home.dataset.key), focused, parent)
}

/** The same control in the new node, or what took its place. */
function focusAgain(node, focused, parent) {
  const controls = [...(node ?? parent).querySelectorAll('[data-focus]')]
  const same = controls.find((each) => each.dataset.focus === focused.dataset.focus)
  const target = same ?? controls[0] ?? node
  target?.focus({ preventScroll: true })
}

let toasting = 0

/** A sentence for a few seconds: inside the form when one is open, because all else is inert then. */
export function note(words) {
  const place = byId('form').open ? byId('form-note') : byId('note')
  place.textContent = words
  place.hidden = false
  clearTimeout(toasting)
  toasting = setTimeout(() => { place.hidden = true }, 9000)
}

/** For screen readers only. */
export function announce(words) {
  byId('heard').append(el('p', {}, words))
  while (byId('heard').childElementCount > 5) byId('heard').firstElementChild.remove()
}

export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
