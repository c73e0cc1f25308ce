import type { ReactElement } from 'react'
import { Icon } from './icon.tsx'
import { useToast } from './toast.tsx'

type CopyRowProps = {
  readonly url: string
  readonly words: Readonly<Record<'link' | 'copy' | 'copied' | 'copyByHand', string>>
  readonly testId: string
  /** Told of each wish to copy, before it is known whether the page may. */
  readonly onCopy?: () => void
}

/** An address to be copied. */
export function CopyRow({ url, words, testId, onCopy }: CopyRowProps): ReactElement {
  const toast = useToast()
  const copy = async (): Promise<void> => {
    onCopy?.()
    try {
      await navigator.clipboard.writeText(url)
      toast(words.copied)
    } catch {
      // Without permission, or on plain http: the link stands there to be copied by hand.
      toast(words.copyByHand)
    }
  }
  return (
    <div className="field__row">
      <input
        className="invite__link"
        readOnly
        value={url}
        aria-label={words.link}
        data-testid={`${testId}-link`}
        onFocus={(event) => event.target.select()}
      />
      <button type="button" className="button button--leaf" data-testid={`${testId}-copy`} onClick={() => void copy()}>
        <Icon name="copy" small />
        {words.copy}
      </button>
    </div>
  )
}
