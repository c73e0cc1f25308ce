import type { Properties } from '../events.ts'
import type { Tracker } from '../tracker/index.ts'

const TEXT_LENGTH = 80
/** What is clicked when something inside it is. */
const CLICKABLE = 'a,button,summary,label,[role=button],[role=link],[role=tab],[role=menuitem],[data-track]'
/** Nothing inside is looked at. */
const HIDDEN = '[data-no-track]'

/**
 * Tracks clicks, and the sending of forms, without code: `Element Clicked` and `Form Submitted` with tag, id, name,
 * role, address and text of what was clicked. Values of fields are never read. `data-track="Name"` names the event,
 * `data-no-track` hides an element and all in it. The answer stops it.
 */
export function autocapture(tracker: Pick<Tracker, 'track'>): () => void {
  const seen = (name: string, target: Element | null) => {
    if (target && !target.closest(HIDDEN)) tracker.track(target.getAttribute('data-track') || name, describe(target))
  }
  const click = ({ target }: Event) => seen('Element Clicked', (target as Element | null)?.closest?.(CLICKABLE) ?? null)
  const submit = ({ target }: Event) => seen('Form Submitted', target as Element | null)
  document.addEventListener('click', click, true)
  document.addEventListener('submit', submit, true)
  return () => {
    document.removeEventListener('click', click, true)
    document.removeEventListener('submit', submit, true)
  }
}

function describe(element: Element): Properties {
  const attribute = (name: string) => element.getAttribute(name) ?? undefined
  const isForm = element.localName === 'form'
  // The text of a form is all that is in it, and of an editor what somebody wrote.
  const text = isForm || element.closest('[contenteditable]') ? undefined : visibleText(element)
  return {
    tag: element.localName,
    id: attribute('id'),
    name: attribute('name'),
    role: attribute('role'),
    href: attribute('href'),
    text,
  }
}

function visibleText(element: Element): string | undefined {
  const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim()
  return text.replace(/\s+/g, ' ').slice(0, TEXT_LENGTH) || undefined
}
