/** Slack's two ways of writing sentences, rich text and mrkdwn, as nodes. */
import { dated } from './dates.js'
import { el } from './dom.js'
import { page, person } from './page.js'
import { openLink } from './places.js'

const EMOJI = {
  rotating_light: '🚨', white_check_mark: '✅', heavy_check_mark: '✔️', x: '❌', eyes: '👀', warning: '⚠️', phone: '☎️',
  telephone_receiver: '📞', fire: '🔥', hourglass_flowing_sand: '⏳', tada: '🎉', '+1': '👍', thumbsup: '👍', pray: '🙏',
  speech_balloon: '💬', bulb: '💡', calendar: '📅', bell: '🔔', wave: '👋', memo: '📝', chart_with_upwards_trend: '📈',
}
const MARKS = /<([^<>\n]+)>|(?<![\w*_~`])`([^`\n]+)`|(?<![\w*_~`])([*_~])(?=\S)([^\n]*?\S)\3(?![\w*_~`])|:([a-z0-9_+-]+):/g
const EMPHASIS = { '*': 'strong', _: 'em', '~': 's' }

export const emoji = (name) => EMOJI[name] ?? `:${name}:`
const plain = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** A text object of either kind. */
export function words(text) {
  if (text.type === 'mrkdwn') return mrkdwn(text.text)
  return [text.emoji === false ? text.text : text.text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole)]
}

/** What a screen reader, a label or a menu says of it. */
export const spoken = (text) => el('span', {}, words(text)).textContent

export function mrkdwn(text) {
  return text.split('```').flatMap((piece, index) => (index % 2 ? [el('pre', {}, plain(piece.trim()))] : lines(piece)))
}

function lines(text) {
  const nodes = []
  let quote = null
  text.split('\n').forEach((line, index) => {
    const quoted = line.startsWith('&gt;')
    if (!quoted) {
      if (index && !quote) nodes.push('\n')
      quote = null
      nodes.push(...inline(line))
    } else if (quote) quote.append('\n', ...inline(line.slice(4).trimStart()))
    else nodes.push((quote = el('blockquote', {}, inline(line.slice(4).trimStart()))))
  })
  return nodes
}

function inline(text) {
  const nodes = []
  let end = 0
  for (const found of text.matchAll(MARKS)) {
    nodes.push(plain(text.slice(end, found.index)))
    end = found.index + found[0].length
    const [, token, code, sign, inside, name] = found
    if (token) nodes.push(marked(token))
    else if (code) nodes.push(el('code', {}, plain(code)))
    else if (sign) nodes.push(el(EMPHASIS[sign], {}, inline(inside)))
    else nodes.push(emoji(name))
  }
  nodes.push(plain(text.slice(end)))
  return nodes
}

function marked(token) {
  const [target, label] = token.split(/\|(.*)/s)
  const date = target.match(/^!date\^(\d+)\^([^^]+)/)
  if (date) return moment(+date[1], plain(date[2]))
  if (target.startsWith('@')) return mention(target.slice(1))
  if (target.startsWith('#')) return channelName(target.slice(1))
  if (target.startsWith('!')) return el('span.mention', {}, plain(label ?? `@${target.slice(1).split('^')[0]}`))
  return link(plain(target), plain(label ?? target))
}

function moment(seconds, pattern) {
  const iso = new Date(seconds * 1000).toISOString()
  return el('time', { datetime: iso, 'data-seconds': seconds, 'data-pattern': pattern }, dated(seconds, pattern))
}

function mention(id) {
  return el(id === page.me ? 'span.mention.me' : 'span.mention', {}, `@${person(id)?.first_name ?? id}`)
}

function channelName(id) {
  const found = page.state.channels.find((each) => each.id === id)
  return el('span.mention', {}, found ? `#${found.name}` : '#private')
}

function link(url, label) {
  if (!/^(https?|mailto|tel):/.test(url)) return label
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer', onclick: (event) => openLink(event, url) }, label)
}

/** The elements of one line of rich text. */
const INLINE = {
  text: (element) => element.text,
  link: (element) => link(element.url, element.text || element.url),
  user: (element) => mention(element.user_id),
  usergroup: (element) => el('span.mention', {}, `@${element.usergroup_id}`),
  channel: (element) => channelName(element.channel_id),
  emoji: (element) =>
    element.unicode
      ? String.fromCodePoint(...element.unicode.split('-').map((code) => Number.parseInt(code, 16)))
      : emoji(element.name),
  broadcast: (element) => el('span.mention', {}, `@${element.range}`),
  color: (element) => el('code', {}, element.value),
  date: (element) => moment(element.timestamp, element.format),
}
const STYLES = { code: 'code', strike: 's', italic: 'em', bold: 'strong' }

export function line(elements) {
  return elements.map((element) => {
    const styles = Object.keys(STYLES).filter((style) => element.style?.[style])
    return styles.reduce((inner, style) => el(STYLES[style], {}, inner), INLINE[element.type]?.(element) ?? '')
  })
}

/** The parts of a rich text block. */
const PARTS = {
  rich_text_section: (part) => el('p', {}, line(part.elements)),
  rich_text_quote: (part) => el('blockquote', {}, line(part.elements)),
  rich_text_preformatted: (part) => el('pre', {}, line(part.elements)),
  rich_text_list: (part) =>
    el(part.style === 'ordered' ? 'ol' : 'ul', { start: part.offset ? part.offset + 1 : null, class: `indent-${part.indent ?? 0}` },
      part.elements.map((item) => el('li', {}, line(item.elements)))),
}

export const richText = (block) => block.elements.map((part) => PARTS[part.type]?.(part) ?? '')

/** Rich text that was entered in a field, as its letters. */
export const lettersOf = (rich) =>
  rich.elements.map((part) => part.elements.map((each) => each.text ?? '').join('')).join('\n')
