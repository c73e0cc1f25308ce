import type { Message } from '../events.ts'
import { type EventPlan, violationsOf } from '../plan.ts'
import type { TrackerPlugin } from '../tracker/index.ts'

const SHOWN_COUNT = 50

/** A plugin that shows what is tracked on the page, newest first, and what of it the plan does not know. */
export function debugOverlay(plan?: EventPlan): TrackerPlugin {
  let list: HTMLElement | undefined
  return {
    destination: (message) => {
      list ??= openList()
      list.prepend(lineOf(message, plan))
      while (list.childElementCount > SHOWN_COUNT) list.lastElementChild?.remove()
    },
  }
}

/** In a shadow root: the page's styles stay out, ours stay in. */
function openList(): HTMLElement {
  const host = document.createElement('siyu-events')
  host.setAttribute('data-no-track', '')
  const shadow = host.attachShadow({ mode: 'open' })
  const style = document.createElement('style')
  style.textContent = `ol { position: fixed; inset: auto 0 0 auto; z-index: 2147483647; width: 24rem; max-width: 100vw;
    max-height: 40vh; overflow: auto; margin: 0; padding: .5rem; list-style: none; font: 12px/1.5 monospace;
    color: #eee; background: #111d; overscroll-behavior: contain } .wrong { color: #fa8 } summary { cursor: pointer }
    pre { margin: 0; white-space: pre-wrap; word-break: break-all }`
  const list = document.createElement('ol')
  list.setAttribute('aria-label', 'events')
  shadow.append(style, list)
  document.body.append(host)
  return list
}

function lineOf(message: Message, plan: EventPlan | undefined): HTMLElement {
  const wrongs = plan && message.event ? violationsOf(plan, message.event, message.properties ?? {}) : []
  const [line, details, summary, text] = (['li', 'details', 'summary', 'pre'] as const).map((tag) =>
    document.createElement(tag),
  ) as [HTMLElement, HTMLElement, HTMLElement, HTMLElement]
  summary.textContent = `${message.timestamp.slice(11, 19)} ${message.event ?? message.type} ${wrongs.join(', ')}`
  if (wrongs.length > 0) summary.className = 'wrong'
  text.textContent = JSON.stringify(message.properties ?? message.traits ?? {}, null, 1)
  details.append(summary, text)
  line.append(details)
  return line
}
