/** The one menu and the one question of the page. Both live outside what is redrawn. */
import { byId, el } from './dom.js'
import { spoken } from './text.js'

/** Open a menu at that button: [{label, detail, badge, press}]; a choice without `press` is a heading. */
export function openMenu(button, choices) {
  const menu = byId('form').open ? byId('form-menu') : byId('menu')
  menu.replaceChildren(...choices.map(choiceOf))
  menu.showPopover({ source: button })
  const at = button.getBoundingClientRect()
  const left = Math.min(at.left, innerWidth - menu.offsetWidth - 8)
  const below = at.bottom + 4
  const top = below + menu.offsetHeight < innerHeight - 8 ? below : Math.max(8, at.top - menu.offsetHeight - 4)
  menu.style.left = `${Math.max(8, left)}px`
  menu.style.top = `${top}px`
  button.setAttribute('aria-expanded', 'true')
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return
    button.setAttribute('aria-expanded', 'false')
    if (document.activeElement === document.body && button.isConnected) button.focus({ preventScroll: true })
  }, { once: false, signal: onlyThis(menu) })
  menu.querySelector('button')?.focus()
}

const openings = new WeakMap()

/** A signal that ends when the same menu is opened again. */
function onlyThis(menu) {
  openings.get(menu)?.abort()
  openings.set(menu, new AbortController())
  return openings.get(menu).signal
}

function choiceOf(choice) {
  if (!choice.press) return el('p', {}, choice.label)
  const press = ({ currentTarget }) => {
    currentTarget.parentElement.hidePopover()
    choice.press()
  }
  return el('button', { type: 'button', role: 'menuitem', onclick: press },
    el('span', {}, choice.label), choice.detail && el('small', {}, choice.detail), badge(choice.badge, choice.badgeWords))
}

export function badge(count, says) {
  return count ? el('b.badge', {}, String(count), el('span.unseen', {}, ` ${says ?? 'unread'}`)) : ''
}

export function stepThrough(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  event.preventDefault()
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus()
}

/** Slack's confirm dialog. Resolves to the answer; without a question it is yes. */
export function sure(confirm) {
  if (!confirm) return Promise.resolve(true)
  const dialog = byId('sure')
  return new Promise((resolve) => {
    const button = (name, text, answer) =>
      el(name, { type: 'button', onclick: () => { dialog.returnValue = answer; dialog.close(answer) } }, spoken(text))
    dialog.replaceChildren(
      el('h2', { id: 'sure-title' }, spoken(confirm.title)),
      el('p', {}, spoken(confirm.text)),
      el('div.row.end', {}, button('button.button', confirm.deny, ''),
        button(`button.button.${confirm.style ?? 'primary'}`, confirm.confirm, 'yes')),
    )
    dialog.returnValue = ''
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true })
    dialog.showModal()
  })
}
