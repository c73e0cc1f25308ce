import type { ShareLink } from '@siyu/core/referrals'
import { useErrorWords, useOwnLinks } from '@siyu/react'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'
import { useToast } from '../pieces/toast.tsx'

/** The member's links that are open, with how many came by each. Nothing while there are none. */
export function LinksPanel(): ReactElement | null {
  const { kolshop: words, common } = useWords()
  const { links, close } = useOwnLinks()
  const toast = useToast()
  const wordsFor = useErrorWords()
  const open = links.data?.items.filter(({ closedAt }) => closedAt === null) ?? []
  if (open.length === 0) return null
  const end = (code: string): void =>
    close.mutate({ code }, { onSuccess: () => toast(words.linkClosed), onError: (error) => toast(wordsFor(error)) })
  return (
    <section className="panel panel--text" aria-labelledby="my-links">
      <h2 className="heading" id="my-links">
        {words.links}
      </h2>
      <ul className="entries entries--inner">
        {open.map((link) => (
          <Row key={link.code} link={link} onClose={() => end(link.code)} />
        ))}
      </ul>
      {links.hasNextPage && (
        <button type="button" className="button button--quiet button--wide" onClick={() => void links.fetchNextPage()}>
          {common.more}
        </button>
      )}
    </section>
  )
}

function Row({ link, onClose }: { readonly link: ShareLink; readonly onClose: () => void }): ReactElement {
  const { kolshop: words } = useWords()
  const { code, kind, target, visitCount } = link
  return (
    <li className="entry" data-testid="my-link" data-code={code}>
      <span className="entry__what">
        <b>{words.targets[target.kind]}</b>
        <small>
          {code} · {words.visited(visitCount)}
        </small>
      </span>
      {kind === 'personal' && (
        <button type="button" className="button button--quiet button--small" onClick={onClose}>
          {words.closeLink}
        </button>
      )}
    </li>
  )
}
