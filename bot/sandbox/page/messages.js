/** A channel's messages and a thread's, one node each. */
import { wantedBlocks } from './blocks.js'
import { dated, now, wall, zoneOfMine } from './dates.js'
import { byId, el, reconcile } from './dom.js'
import { openMenu } from './menus.js'
import { act, DIRECT, here, page, person } from './page.js'
import { go, placeName } from './places.js'
import { emoji, mrkdwn } from './text.js'
import { isReply, markRead, unreadReplies } from './unread.js'

const SIREN = 'rotating_light'
const dismissed = new Set() // ephemeral messages
const scrolled = new Map() // where each conversation was left
const atEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 48

export function drawConversation() {
  const conversation = here()
  const inChannel = conversation.messages.filter((message) => !isReply(message))
  draw(byId('messages'), `${page.me}/${page.place}`, inChannel, conversation, { end: true })
  if (innerWidth >= 1080 || !page.thread) markRead(page.place, inChannel)
}

export function drawThread() {
  const conversation = here()
  const messages = conversation.messages.filter((each) => each.ts === page.thread || each.thread_ts === page.thread)
  draw(byId('replies'), `${page.me}/${page.place}/${page.thread}`, messages, conversation, { inThread: true })
  markRead(page.thread, messages)
  return messages.length > 0
}

/** Who reads the end goes on reading the end; who reads further up is left there and told. */
function draw(list, key, messages, conversation, { inThread = false, end = false }) {
  const moved = list.dataset.of !== key
  const following = moved ? end && !scrolled.has(key) : atEnd(list)
  const before = list.lastElementChild?.dataset.ts
  if (moved) list.replaceChildren()
  list.dataset.of = key
  const shown = messages.filter((message) => !dismissed.has(message.ts))
  reconcile(list, shown.length ? withDays(shown, conversation, inThread) : [nothing(conversation)])
  if (following) list.scrollTop = list.scrollHeight
  else if (moved) list.scrollTop = scrolled.get(key) ?? 0
  list.onscroll = () => {
    scrolled.set(list.dataset.of, list.scrollTop)
    if (atEnd(list)) byId(`${list.id}-more`).hidden = true
  }
  tellOfMore(byId(`${list.id}-more`), list, moved, !moved && shown.at(-1)?.ts !== before && shown.at(-1))
}

function tellOfMore(button, list, moved, newest) {
  if (moved || atEnd(list)) button.hidden = true
  else if (newest) {
    button.textContent = newest.ephemeral ? '↓ First Call answered you' : '↓ New below'
    button.hidden = false
  }
}

const nothing = (conversation) => ({
  key: 'nothing', mark: conversation.id,
  build: () => el('li.nothing', {}, conversation.kind === 'im'
    ? `First Call has not written to ${person(page.me).first_name} yet.` : 'Nothing here yet.'),
})

function withDays(messages, conversation, inThread) {
  const wanted = []
  const today = dated(now(), '{date_num}')
  let last = ''
  for (const message of messages) {
    const day = dated(+message.ts, '{date_num}')
    if (day !== last) wanted.push({ key: `day-${day}`, mark: today + page.me, build: () => el('li.day', {}, dayOf(message.ts)) })
    last = day
    wanted.push({
      key: message.ts, mark: JSON.stringify([message, page.me, unreadIn(message, conversation)]),
      build: () => drawMessage(message, conversation, inThread),
    })
  }
  return wanted
}

function dayOf(ts) {
  const at = wall(+ts, zoneOfMine())
  const near = dated(+ts, '{day_divider_pretty}')
  return /^[a-z]/.test(near) ? `${near[0].toUpperCase()}${near.slice(1)}, ${at.weekday} ${at.day} ${at.monthName}` : `${at.weekday} ${at.day} ${at.monthName}`
}

const repliesOf = (message, conversation) => conversation.messages.filter((each) => isReply(each) && each.thread_ts === message.ts)
const unreadIn = (message, conversation) => unreadReplies(page.state, repliesOf(message, conversation), message.ts)

function drawMessage(message, conversation, inThread) {
  const author = person(message.user)
  const where = {
    key: `${conversation.id}-${message.ts}`, container: { channel: conversation.id, ts: message.ts },
    values: message.values, me: page.me,
  }
  const body = el('div.blocks')
  if (message.blocks.length) reconcile(body, wantedBlocks(where, message.blocks))
  else body.append(el('div.prose', {}, el('p', {}, mrkdwn(message.text))))
  const name = author?.is_bot ? author.real_name : (author?.first_name ?? 'Somebody')
  return el(message.ephemeral ? 'li.message.alone' : 'li.message', { 'data-ts': message.ts },
    portrait(author),
    el('article', { 'aria-label': `${name}, ${dated(+message.ts, '{time}')}` },
      el('header', {}, el('b', {}, name), author?.is_bot && el('span.app', {}, 'App'),
        el('span.at', {}, dated(+message.ts, '{time}')),
        message.edited && !author?.is_bot && el('span.at', {}, 'edited')),
      message.ephemeral && el('p.only-you', {}, `👁 Only visible to ${person(page.me).first_name}`,
        el('button.link', { type: 'button', onclick: () => dismiss(message) }, 'Dismiss')),
      body, reactions(message, conversation), !inThread && !message.ephemeral && replies(message, conversation)),
    !message.ephemeral && menuOf(message, conversation, inThread))
}

function dismiss(message) {
  dismissed.add(message.ts)
  page.render()
}

export function portrait(member) {
  const letter = member?.is_bot ? (member.id === page.state.bot ? '☎' : '⚙') : (member?.first_name?.[0] ?? '?')
  return el('span.portrait', { 'aria-hidden': 'true', 'data-of': member?.name ?? '' }, letter)
}

const react = (message, conversation, name) => act('react', { emoji: name, channel: conversation.id, ts: message.ts })

function reactions(message, conversation) {
  return message.reactions && el('div.reactions', {}, message.reactions.map(({ name, users, count }) =>
    el('button.reaction', {
      type: 'button', 'aria-pressed': String(users.includes(page.me)), 'data-focus': `reaction:${name}`,
      'aria-label': `${name.replaceAll('_', ' ')}: ${users.map((id) => person(id)?.first_name).join(', ')}`,
      onclick: () => react(message, conversation, name),
    }, `${emoji(name)} ${count}`)))
}

function replies(message, conversation) {
  const all = repliesOf(message, conversation)
  const fresh = unreadIn(message, conversation)
  return all.length > 0 && el('button.replies', { type: 'button', 'data-focus': 'replies', onclick: () => openThread(message) },
    el('span', {}, `${all.length} ${all.length === 1 ? 'reply' : 'replies'}`),
    fresh > 0 && el('b', {}, `${fresh} new`), el('span.at', {}, `last at ${dated(+all.at(-1).ts, '{time}')}`), el('span', { 'aria-hidden': 'true' }, '›'))
}

export const openThread = (message) => go({ place: page.place, thread: message.ts })

function menuOf(message, conversation, inThread) {
  const choices = () => {
    const mine = message.reactions?.find(({ name }) => name === SIREN)?.users.includes(page.me)
    const me = person(page.me)
    const shortcuts = me.is_stranger || me.is_bot ? [] : Object.entries(page.state.shortcuts)
    return [
      { label: mine ? `Take ${emoji(SIREN)} back` : `Add ${emoji(SIREN)}`, press: () => react(message, conversation, SIREN) },
      !inThread && { label: 'Reply in thread', press: () => openThread(message) },
      ...shortcuts.map(([label, id]) => ({
        label, detail: 'First Call', press: () => act('shortcut', { callback_id: id, channel: conversation.id, ts: message.ts }),
      })),
    ].filter(Boolean)
  }
  return el('button.message-menu', {
    type: 'button', 'aria-haspopup': 'menu', 'aria-label': 'Message actions', title: 'React, reply, flag', 'data-focus': 'menu',
    onclick: (event) => openMenu(event.currentTarget, choices()),
  }, '⋯')
}

/** Under the name of the place: what one should know about it. */
export function remark(conversation) {
  if (page.place === DIRECT) return `direct messages with ${person(page.me).first_name}`
  const away = !conversation.members.includes(page.state.bot)
  return [conversation.shared && 'shared with another company', conversation.kind === 'groups' && 'private',
    conversation.archived && 'archived', away && 'First Call is not in here'].filter(Boolean).join(' · ')
}

export const threadTitle = () => (page.place === DIRECT ? 'Thread' : `Thread in ${placeName(page.place)}`)
