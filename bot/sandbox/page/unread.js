/** Who has not read what: kept in this browser tab, by person and place. */
import { DIRECT, HOME, page } from './page.js'

const KEEP = 'first-call-read'
let read = JSON.parse(sessionStorage.getItem(KEEP) ?? '{}')

/** A mark from the future is from a sandbox that is gone: all of them are. */
export function forgetFuture(seconds) {
  if (Object.values(read).some((ts) => +ts > seconds + 5)) read = {}
}

const isNews = (state, message, since) =>
  +message.ts > +(since ?? 0) && message.user !== state.me && !message.ephemeral

/** Replies belong to their thread, not to the channel. */
export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts && !message.broadcast

/** How many new messages there are; in a channel without those in its threads. */
export function unread(state, place) {
  if (!state || place === HOME) return 0
  const conversation = place === DIRECT ? state.direct : state.channels.find((each) => each.id === place)
  const since = read[`${state.me}/${place}`]
  return conversation.messages.filter((each) => isNews(state, each, since) && (place === DIRECT || !isReply(each))).length
}

export const unreadReplies = (state, replies, thread) =>
  replies.filter((each) => isNews(state, each, read[`${state.me}/${thread}`])).length

/** All of it is seen: a place or a thread. */
export function markRead(key, messages) {
  const last = messages.at(-1)?.ts
  if (!last || document.visibilityState === 'hidden') return
  read[`${page.me}/${key}`] = last
  sessionStorage.setItem(KEEP, JSON.stringify(read))
}
