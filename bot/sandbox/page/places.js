/** Where one is: #/olivia/escalations/1795518909.105316. The browser's back button closes a thread. */
import { note } from './dom.js'
import { act, channel, DIRECT, HOME, page, person } from './page.js'

const ROLES = { fred: 'flags', olivia: 'phones', lena: 'leads' }
const lastPlace = new Map() // by member id

export const roleOf = (member) =>
  ROLES[member.name]
  ?? ((member.is_stranger && 'other company') || (member.is_bot && 'relay bot')
    || ((member.is_restricted || member.is_ultra_restricted) && 'guest') || 'member')
/** Guests and people of another company: First Call shows them nothing. */
export const isOutsider = (member) => member.is_stranger || member.is_restricted || member.is_ultra_restricted
export const isFirstThree = (member) => member.name in ROLES
/** Those one can be, First Call itself and the deactivated left out. */
export const players = (state = page.state) => state.people.filter((each) => !each.deleted && each.id !== state.bot)

/** The channels of the acting person; an archived one only when it holds something. */
export const channels = () => page.state.channels.filter((each) => each.joined && (!each.archived || each.messages.length))

export const placeName = (place) =>
  ({ [DIRECT]: 'First Call', [HOME]: 'Home' })[place] ?? `#${channel(place)?.name ?? ''}`

export function go({ me = page.me, place, thread = '' } = {}) {
  const name = place === DIRECT || place === HOME ? place : channel(place)?.name
  location.hash = `#/${person(me).name}/${name}${thread ? `/${thread}` : ''}`
}

/** Be somebody else: where they were, or at what First Call has just told them. */
export function become(me, hasNews) {
  go({ me, ...(hasNews ? { place: DIRECT } : (lastPlace.get(me) ?? { place: 'C0ESCALAT' })) })
}

/** What the address says: {me, place, thread}. */
export function whereabouts(state) {
  const [name, place, thread = ''] = location.hash.split('/').slice(1).map(decodeURIComponent)
  const me = players(state).find((each) => each.name === name) ?? state.people.find((each) => each.name === 'fred')
  return { me: me.id, placeName: place ?? 'escalations', thread }
}

/** Settle the place once that person's channels are known. */
export function arrive({ placeName: name, thread }) {
  const found = channels().find((each) => each.name === name)
  page.place = name === DIRECT || name === HOME ? name : (found ?? channels()[0])?.id ?? DIRECT
  page.thread = thread
  lastPlace.set(page.me, { place: page.place, thread })
}

const ARCHIVE = /^https?:\/\/[\w.-]+\.slack\.com\/archives\/(\w+)(?:\/p(\d+))?(?:\?.*?thread_ts=([\d.]+))?/

/** A link into the workspace opens in the page; others open where links open. */
export function openLink(event, url) {
  const found = url.match(ARCHIVE)
  if (!found) {
    if (event.currentTarget?.tagName === 'BUTTON' && /^https?:/.test(url)) open(url, '_blank', 'noopener')
    return
  }
  event.preventDefault()
  const [, id, digits, parent] = found
  const where = channel(id)
  if (!where?.joined) {
    note(`${person(page.me).first_name} is not in that conversation.`)
    return
  }
  if (page.state.form) act('cancel', { all: true })
  const place = where.kind === 'im' ? DIRECT : id
  const ts = digits ? `${digits.slice(0, -6)}.${digits.slice(-6)}` : ''
  const message = where.messages.find((each) => each.ts === ts)
  const thread = parent ?? message?.thread_ts ?? ''
  if (ts && !message) note('That message is gone.')
  go({ place, thread })
  if (message) setTimeout(() => show(ts), 150)
}

/** Bring a message into sight and mark it for a moment. */
export function show(ts) {
  for (const node of document.querySelectorAll(`[data-ts="${CSS.escape(ts)}"]`)) {
    node.scrollIntoView({ block: 'nearest' })
    node.classList.add('shown')
    setTimeout(() => node.classList.remove('shown'), 2500)
  }
}
