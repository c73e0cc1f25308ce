import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { useToast } from '../pieces/toast.tsx'

/** An address to be copied. */
export function CopyRow({ url }: { readonly url: string }): ReactElement {
  const { kolshop: words } = useWords()
  const toast = useToast()
  const copy = async (): Promise<void> => {
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
        data-testid="shop-link"
        onFocus={(event) => event.target.select()}
      />
      <button type="button" className="button button--leaf" data-testid="shop-copy" onClick={() => void copy()}>
        <Icon name="copy" small />
        {words.copy}
      </button>
    </div>
  )
}
