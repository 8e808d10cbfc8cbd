/** The open form, and the Home tab: both are views. */
import { wantedBlocks } from './blocks.js'
import { byId, el, reconcile } from './dom.js'
import { entriesOf, forget } from './elements.js'
import { act, page, person } from './page.js'
import { spoken } from './text.js'

let shown = '' // the view that is open
let wrongBefore = ''

const placeOf = (view) => ({
  key: view.id, container: { view: view.id }, values: view.state.values, errors: view.errors, me: page.me,
})

export function drawForm() {
  const dialog = byId('form')
  const view = page.state.form
  if (!view) {
    if (dialog.open) dialog.close()
    if (shown) forget(shown)
    shown = ''
    return
  }
  const fresh = view.id !== shown
  if (fresh) {
    byId('form-blocks').replaceChildren()
    byId('form-blocks').scrollTop = 0
    byId('form-note').hidden = true
    wrongBefore = ''
  }
  shown = view.id
  byId('form-title').textContent = spoken(view.title)
  byId('form-who').textContent = `${person(page.me).first_name} sees this form`
  reconcile(byId('form-blocks'), wantedBlocks(placeOf(view), view.blocks))
  reconcile(byId('form-buttons'), [{ key: view.id, mark: JSON.stringify([view.submit, view.close, view.depth]), build: () => buttons(view) }])
  byId('form-warning').textContent = page.state.warnings.at(-1) ?? ''
  byId('form-warning').hidden = !page.state.warnings.length // the page's own lies behind the form
  if (!dialog.open) dialog.showModal()
  if (fresh) focusFirst()
  const wrong = JSON.stringify(view.errors)
  if (wrong !== wrongBefore && wrong !== '{}') byId('form-blocks').querySelector('[aria-invalid], .wrong ~ input, fieldset:has(.wrong) input')?.focus()
  wrongBefore = wrong
}

function focusFirst() {
  const blocks = byId('form-blocks')
  const first = blocks.querySelector('[autofocus]') ?? blocks.querySelector('input, select, textarea')
  ;(first ?? byId('form-title')).focus()
}

function buttons(view) {
  return el('div.row.end', {},
    el('button.button', { type: 'button', 'data-focus': 'close', onclick: cancel }, view.close ? spoken(view.close) : view.depth > 1 ? 'Back' : 'Close'),
    view.submit && el('button.button.primary', { type: 'submit', 'data-focus': 'submit', disabled: Boolean(view.submit_disabled) }, spoken(view.submit)))
}

const cancel = () => act('cancel')

async function submit(event) {
  event.preventDefault()
  const { form } = page.state
  const button = byId('form-buttons').querySelector('[type=submit]')
  if (!form || !button || button.getAttribute('aria-busy')) return
  button.setAttribute('aria-busy', 'true')
  byId('form-note').hidden = true
  if (page.state.warnings.length) await act('dismiss')
  await act('submit', { values: entriesOf(placeOf(form), form.blocks) })
  button.removeAttribute('aria-busy')
}

export function wireForm() {
  byId('form-frame').addEventListener('submit', submit)
  byId('form-cross').addEventListener('click', () => act('cancel', { all: page.state.form?.depth > 1 }))
  byId('form').addEventListener('cancel', (event) => {
    event.preventDefault()
    cancel()
  })
}

const nothing = () => el('p.nothing', {}, page.homesAsked.has(page.me) ? `First Call shows ${person(page.me).first_name} nothing here.` : 'Opening…')

export function drawHome() {
  const { home } = page.state
  reconcile(byId('home'), home
    ? wantedBlocks(placeOf(home), home.blocks)
    : [{ key: 'nothing', mark: page.me + page.homesAsked.has(page.me), build: nothing }])
}
