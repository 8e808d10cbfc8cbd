/** What can be pressed, chosen or typed into: one renderer for each of Slack's block elements. */
import { fromLocal, placeOfZone, toLocal, zoneOfMine } from './dates.js'
import { el } from './dom.js'
import { openMenu, sure } from './menus.js'
import { act, page } from './page.js'
import { openLink } from './places.js'
import { lettersOf, spoken, words } from './text.js'

/** What was entered and not sent yet: "container/block_id/action_id" → value. */
const entries = new Map()

const keyOf = (where, block, element) => `${where.key}/${block.block_id}/${element.action_id}`

export const actsAtOnce = (block) => block.type !== 'input' || Boolean(block.dispatch_action)

/** block_id → action_id → value, of what was entered in this form. */
export function entriesOf(where, blocks) {
  const values = {}
  for (const block of blocks) {
    const key = block.type === 'input' ? keyOf(where, block, block.element) : ''
    if (entries.has(key)) values[block.block_id] = { [block.element.action_id]: entries.get(key) }
  }
  return values
}

export function forget(prefix) {
  for (const key of entries.keys()) if (key.startsWith(`${prefix}/`)) entries.delete(key)
}

/** The value that stands in the element now, as the sandbox takes it: text, an id, an option's value, or several. */
function standing(where, block, element) {
  const key = keyOf(where, block, element)
  if (entries.has(key)) return entries.get(key)
  const { type, ...held } = where.values[block.block_id]?.[element.action_id] ?? {}
  const value = Object.values(held)[0] ?? null
  if (Array.isArray(value)) return value.map((each) => each.value ?? each)
  if (type === 'rich_text_input') return value && lettersOf(value)
  return value?.value ?? value
}

async function enter(where, block, element, value) {
  const key = keyOf(where, block, element)
  entries.set(key, value)
  if (!actsAtOnce(block)) return
  if (block.type === 'input' || (await sure(element.confirm))) {
    await act('choose', { container: where.container, block_id: block.block_id, action_id: element.action_id, value })
  }
  if (block.type !== 'input') entries.delete(key)
}

const press = (where, block, element, value) =>
  act('click', { container: where.container, block_id: block.block_id, action_id: element.action_id, value })

function button(where, block, element) {
  if (!(element.visible_to_user_ids ?? [page.me]).includes(page.me)) return ''
  const onclick = async (event) => {
    const pressed = event.currentTarget
    if (pressed.getAttribute('aria-busy') || !(await sure(element.confirm))) return
    pressed.setAttribute('aria-busy', 'true')
    if (element.url) openLink(event, element.url)
    await press(where, block, element)
    pressed.removeAttribute('aria-busy')
  }
  const props = { type: 'button', 'aria-label': element.accessibility_label, 'data-focus': focusOf(element), onclick }
  return el(`button.button${element.style ? `.${element.style}` : ''}`, props, words(element.text))
}

const focusOf = (element) => `${element.action_id}:${element.value ?? ''}`

function overflow(where, block, element) {
  const choose = async (option) => {
    if (await sure(element.confirm)) await press(where, block, element, option.value)
  }
  const choices = element.options.map((option) => ({
    label: spoken(option.text), detail: option.description && spoken(option.description), press: () => choose(option),
  }))
  const onclick = (event) => openMenu(event.currentTarget, choices)
  const props = { type: 'button', 'aria-haspopup': 'menu', 'aria-label': 'More actions', 'data-focus': focusOf(element), onclick }
  return el('button.button.more', props, '⋯')
}

/** The attributes that tie a field to its label, hint and error. */
function fieldProps(where, element, onchange) {
  return {
    id: where.id, 'data-focus': `${element.action_id}:`, 'aria-describedby': where.describedBy,
    'aria-label': where.id ? null : element.placeholder && spoken(element.placeholder),
    'aria-invalid': where.wrong ? 'true' : null, autofocus: element.focus_on_load, onchange,
  }
}

/** Options: [value, label, detail], or {label, options} for a group. */
function select(where, block, element, options) {
  const value = standing(where, block, element)
  const option = ([name, label]) => el('option', { value: name, selected: name === value }, label)
  const all = options.map((each) => (each.options ? el('optgroup', { label: each.label }, each.options.map(option)) : option(each)))
  const onchange = (event) => enter(where, block, element, event.target.value || null)
  const none = value === null || block.optional || block.type !== 'input'
  const placeholder = element.placeholder ? spoken(element.placeholder) : 'Choose…'
  return el('select', fieldProps(where, element, onchange),
    none && el('option', { value: '', selected: value === null }, block.optional ? (element.type === 'users_select' ? 'Nobody' : 'None') : placeholder), all)
}

function several(where, block, element, options) {
  const chosen = new Set(standing(where, block, element) ?? [])
  const all = options.flatMap((each) => each.options ?? [each])
  const change = ({ target }) => {
    if (target.checked) chosen.add(target.value)
    else chosen.delete(target.value)
    enter(where, block, element, [...chosen])
  }
  return all.map(([value, label, detail]) => tick('checkbox', where, element, { value, label, detail }, chosen.has(value), change))
}

function tick(type, where, element, { value, label, detail }, checked, onchange) {
  const props = { type, value, checked, name: `${where.key}-${element.action_id}`, 'data-focus': `${element.action_id}:${value}` }
  return el('label.tick', {}, el('input', { ...props, onchange }), el('span', {}, label, detail && el('small', {}, detail)))
}

const optionOf = (option) => [option.value, spoken(option.text), option.description && spoken(option.description)]
const optionsOf = (element) => element.options?.map(optionOf)
  ?? element.option_groups.map((group) => ({ label: spoken(group.label), options: group.options.map(optionOf) }))
const people = () => page.state.people.filter((each) => !each.deleted && !each.is_bot).map((each) => [each.id, each.real_name])
const channels = () => page.state.channels.filter((each) => !each.archived).map((each) => [each.id, `#${each.name}`])

function radio(where, block, element) {
  const value = standing(where, block, element)
  const change = ({ target }) => enter(where, block, element, target.value)
  return element.options.map((option) => {
    const [name, label, detail] = optionOf(option)
    return tick('radio', where, element, { value: name, label, detail }, name === value, change)
  })
}

/** `read` and `show` turn the field's words into the value and back. */
function input(type, read = (given) => given, show = (value) => value) {
  return (where, block, element) => {
    const value = standing(where, block, element)
    const onchange = ({ target }) => enter(where, block, element, target.value ? read(target.value) : null)
    return el('input', { ...fieldProps(where, element, onchange), type, value: value === null ? null : show(value) })
  }
}

function typed(type) {
  return (where, block, element) => {
    const many = element.multiline || type === 'rich_text'
    const at = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed']
    let waiting = 0
    const oninput = ({ target }) => {
      entries.set(keyOf(where, block, element), target.value || (type === 'rich_text' ? null : ''))
      if (!block.dispatch_action || !at.includes('on_character_entered')) return
      clearTimeout(waiting)
      waiting = setTimeout(() => enter(where, block, element, target.value), 400)
    }
    const onkeydown = (event) => {
      if (event.key !== 'Enter' || event.shiftKey || many) return
      if (block.dispatch_action) event.preventDefault()
      if (block.dispatch_action && at.includes('on_enter_pressed')) enter(where, block, element, event.target.value)
    }
    const value = standing(where, block, element) ?? ''
    const props = {
      ...fieldProps(where, element), maxlength: element.max_length ?? 3000, autocomplete: 'off', oninput, onkeydown,
      placeholder: element.placeholder && spoken(element.placeholder),
    }
    if (many) return el('textarea', { ...props, rows: 4 }, value)
    const limits = type === 'number' ? { min: element.min_value, max: element.max_value, step: element.is_decimal_allowed ? 'any' : 1 } : {}
    return el('input', { ...props, ...limits, type, value })
  }
}

const moment = input('datetime-local', (given) => fromLocal(given), (value) => toLocal(value))

/** Each: (where, block, element) → a node or several. `where` is {key, container, values} and a field's ids. */
export const ELEMENTS = {
  button,
  overflow,
  image: (_, __, element) => picture(element),
  static_select: (where, block, element) => select(where, block, element, optionsOf(element)),
  multi_static_select: (where, block, element) => several(where, block, element, optionsOf(element)),
  radio_buttons: radio,
  checkboxes: (where, block, element) => several(where, block, element, optionsOf(element)),
  users_select: (where, block, element) => select(where, block, element, people()),
  multi_users_select: (where, block, element) => several(where, block, element, people()),
  channels_select: (where, block, element) => select(where, block, element, channels()),
  multi_channels_select: (where, block, element) => several(where, block, element, channels()),
  conversations_select: (where, block, element) => select(where, block, element, channels()),
  datepicker: input('date'),
  timepicker: input('time'),
  datetimepicker: (...given) => [moment(...given), el('small', {}, `${placeOfZone(zoneOfMine())} time`)],
  plain_text_input: typed('text'),
  rich_text_input: typed('rich_text'),
  email_text_input: typed('email'),
  url_text_input: typed('url'),
  number_input: typed('number'),
}

/** These are several controls: their label is a legend. */
export const GROUPS = new Set(['radio_buttons', 'checkboxes', 'multi_static_select', 'multi_users_select', 'multi_channels_select'])

/** A file that only Slack could show stands there in words. */
export function picture(image) {
  const url = image.image_url ?? image.slack_file?.url
  return url ? el('img', { src: url, alt: image.alt_text, loading: 'lazy' }) : el('p.picture', {}, `Picture: ${image.alt_text}`)
}
