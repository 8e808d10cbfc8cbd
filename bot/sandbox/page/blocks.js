/** One renderer for each of Slack's blocks. */
import { el } from './dom.js'
import { ELEMENTS, GROUPS, picture } from './elements.js'
import { richText, spoken, words } from './text.js'

const element = (where, block, each) => ELEMENTS[each.type]?.(where, block, each) ?? unknown(each)
const unknown = (thing) => el('p.unknown', {}, `The sandbox cannot show “${thing.type}” yet.`)

function section(where, block) {
  return el('div.section', {},
    el('div.prose', {}, block.text && el('div', {}, words(block.text)),
      block.fields && el('div.fields', {}, block.fields.map((field) => el('p', {}, words(field))))),
    block.accessory && el('div.accessory', {}, element(where, block, block.accessory)))
}

function context(where, block) {
  return el('div.context', {}, block.elements.map((each) =>
    each.type === 'image' ? element(where, block, each) : el('span', {}, words(each))))
}

/** A field with its label above it, and its hint and what is wrong below it. */
function input(where, block) {
  const id = `${where.key}-${block.block_id}`
  const wrong = where.errors?.[block.block_id]
  const label = [spoken(block.label), block.optional && el('span.optional', {}, ' optional')]
  const below = [
    wrong && el('p.wrong', { id: `${id}-wrong` }, `✕ ${wrong}`),
    block.hint && el('p.hint', { id: `${id}-hint` }, words(block.hint)),
  ]
  const describedBy = [wrong && `${id}-wrong`, block.hint && `${id}-hint`].filter(Boolean).join(' ') || null
  const field = element({ ...where, id, wrong, describedBy }, block, block.element)
  if (GROUPS.has(block.element.type)) {
    return el('fieldset.input', { 'aria-describedby': describedBy }, el('legend', {}, label), field, below)
  }
  return el('div.input', {}, el('label', { for: id }, label), field, below)
}

/** Each: (where, block) → a node. */
export const BLOCKS = {
  section,
  actions: (where, block) => el('div.actions', {}, block.elements.map((each) => element(where, block, each))),
  context,
  header: (_, block) => el('h3', {}, words(block.text)),
  divider: () => el('hr'),
  image: (_, block) => el('figure', {}, picture(block), block.title && el('figcaption', {}, words(block.title))),
  input,
  rich_text: (_, block) => el('div.prose', {}, richText(block)),
}

export const drawn = (where, block) => BLOCKS[block.type]?.(where, block) ?? unknown(block)

/** Blocks for `reconcile`: one that did not change is left as it is. */
export const wantedBlocks = (where, blocks) => blocks.map((block) => ({
  key: block.block_id,
  mark: JSON.stringify([block, where.key, where.errors?.[block.block_id], where.me]),
  build: () => drawn(where, block),
}))
