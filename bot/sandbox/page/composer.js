/** One box for messages and commands, in a channel and in a thread. What was begun stays with its person and place. */
import { byId, note } from './dom.js'
import { act, DIRECT, drafts, here, page, person } from './page.js'
import { placeName } from './places.js'

const keyOf = (box) => `${page.me}/${page.place}${box.inThread ? `/${page.thread}` : ''}`
const boxes = []

export function wireComposer(id, { inThread }) {
  const frame = byId(id)
  const box = { frame, field: frame.querySelector('textarea'), inThread, key: '' }
  boxes.push(box)
  box.field.addEventListener('input', () => {
    drafts.set(box.key, box.field.value)
    grow(box.field)
  })
  box.field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    frame.requestSubmit()
  })
  frame.addEventListener('submit', (event) => {
    event.preventDefault()
    send(box)
  })
}

export function drawComposers() {
  const conversation = here()
  for (const box of boxes) {
    const key = keyOf(box)
    box.frame.hidden = !conversation || conversation.archived || (box.inThread && !page.thread)
    if (key === box.key) continue
    box.key = key
    box.field.value = drafts.get(key) ?? ''
    const where = page.place === DIRECT ? 'First Call' : placeName(page.place)
    const label = box.inThread ? 'Reply in the thread' : `Write to ${where}, or type a /command`
    box.field.placeholder = box.inThread ? 'Reply…' : 'Message or /command'
    box.field.setAttribute('aria-label', `${label}, as ${person(page.me).first_name}`)
    grow(box.field)
  }
}

/** Put words into the channel's box, ready to be sent. */
export function fill(words) {
  const [box] = boxes
  box.field.value = words
  drafts.set(box.key, words)
  grow(box.field)
  box.field.focus()
}

async function send(box) {
  const text = box.field.value.trim()
  const { key } = box
  const conversation = here()
  if (!text || !conversation || box.frame.getAttribute('aria-busy')) return
  const [command] = text.split(' ')
  if (text.startsWith('/') && box.inThread) {
    note('Slack takes no commands in threads. Type it in the channel.')
    return
  }
  if (text.startsWith('/') && !page.state.commands.includes(command)) {
    note(`${command} is not a command here. There is ${page.state.commands.join(', ')}.`)
    return
  }
  box.frame.setAttribute('aria-busy', 'true')
  const thread = box.inThread ? page.thread : undefined
  const sent = await act(text.startsWith('/') ? 'command' : 'message', { text, channel: conversation.id, thread })
  box.frame.removeAttribute('aria-busy')
  if (!sent) return
  drafts.delete(key)
  if (box.key !== key) return
  box.field.value = ''
  grow(box.field)
  const list = byId(box.inThread ? 'replies' : 'messages')
  list.scrollTop = list.scrollHeight
}

function grow(field) {
  field.style.height = 'auto'
  field.style.height = `${Math.min(field.scrollHeight + 2, 160)}px`
}
