import type { CategoryNode } from '@siyu/core/catalog'
import { type ProductsFilter, useCategories } from '@siyu/react'
import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useLanguage, useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'

/** A pause of this length in typing asks for what is found, in milliseconds. */
const PAUSE_MS = 300
/** As long as a search may be. */
const MAX_SEARCH_LENGTH = 100

/** What is looked for; it stands in the address, so that going back finds it again. */
export type Finding = {
  readonly filter: ProductsFilter
  readonly isFinding: boolean
  readonly look: (part: { readonly search?: string; readonly category?: string }) => void
}

/** What the address says is looked for. */
export function useFinding(): Finding {
  const [params, setParams] = useSearchParams()
  const search = (params.get('q') ?? '').slice(0, MAX_SEARCH_LENGTH)
  const category = params.get('category') ?? ''
  return {
    filter: { ...(search !== '' && { search }), ...(category !== '' && { category }) },
    isFinding: search !== '' || category !== '',
    look(part) {
      const wanted = { search, category, ...part }
      const said = { ...(wanted.search && { q: wanted.search }), ...(wanted.category && { category: wanted.category }) }
      setParams(said, { replace: true, preventScrollReset: true })
    },
  }
}

/** The search box and the categories. */
export function Find({ finding }: { readonly finding: Finding }): ReactElement {
  return (
    <search className="find">
      <SearchBox finding={finding} />
      <Categories finding={finding} />
    </search>
  )
}

function SearchBox({ finding: { filter, look } }: { readonly finding: Finding }): ReactElement {
  const { goods } = useWords()
  const known = filter.search ?? ''
  const [text, setText] = useState(known)
  // Half a word of an input method is nothing to look for.
  const [isComposing, setComposing] = useState(false)
  const asked = useRef(known)
  const ask = (search: string): void => {
    asked.current = search
    look({ search })
  }
  const wanted = text.trim()
  useEffect(() => {
    if (isComposing || wanted === asked.current) return
    const timer = setTimeout(() => ask(wanted), PAUSE_MS)
    return () => clearTimeout(timer)
  })
  useEffect(() => {
    // Somebody went elsewhere, as by the tab of the front page: the box says what is shown.
    if (known === asked.current) return
    asked.current = known
    setText(known)
  }, [known])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    ask(wanted)
  }
  return (
    <form className="search" onSubmit={submit}>
      <Icon name="search" />
      <input
        type="search"
        enterKeyHint="search"
        value={text}
        maxLength={MAX_SEARCH_LENGTH}
        placeholder={goods.search}
        aria-label={goods.search}
        data-testid="search"
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onChange={(event) => setText(event.target.value)}
      />
      {text !== '' && (
        <button
          type="button"
          className="icon-button"
          aria-label={goods.clear}
          data-testid="search-clear"
          onClick={() => {
            setText('')
            ask('')
          }}
        >
          <Icon name="close" small />
        </button>
      )}
    </form>
  )
}

/** The shelves of the shop, and below the chosen one those that lie in it. Nothing where there are none. */
function Categories({ finding: { filter, look } }: { readonly finding: Finding }): ReactElement | null {
  const { goods } = useWords()
  const tree = useCategories()
  if (tree.length === 0) return null
  const path = pathTo(tree, filter.category ?? '')
  const levels = [tree, ...path.map(({ children }) => children)].filter((nodes) => nodes.length > 0)
  return (
    <nav className="shelves" aria-label={goods.categories} data-testid="categories">
      {levels.map((nodes, depth) => (
        <Shelf
          key={path[depth - 1]?.id ?? ''}
          nodes={nodes}
          chosenId={path[depth]?.id ?? ''}
          allId={path[depth - 1]?.id ?? ''}
          onChoose={(category) => look({ category })}
        />
      ))}
    </nav>
  )
}

type ShelfProps = {
  readonly nodes: readonly CategoryNode[]
  readonly chosenId: string
  /** What taking none of them stands for. */
  readonly allId: string
  readonly onChoose: (categoryId: string) => void
}

function Shelf({ nodes, chosenId, allId, onChoose }: ShelfProps): ReactElement {
  const { words, pick } = useLanguage()
  const all = { id: '', text: words.goods.everything }
  return (
    <div className={allId === '' ? 'shelf' : 'shelf shelf--inner'}>
      {[all, ...nodes.map(({ id, name }) => ({ id, text: pick(name) }))].map(({ id, text }) => (
        <button
          key={id}
          type="button"
          className="shelf__tab"
          aria-pressed={id === chosenId}
          data-testid={`category-${id || (allId ? `all-${allId}` : 'all')}`}
          onClick={() => onChoose(id || allId)}
        >
          {text}
        </button>
      ))}
    </div>
  )
}

/** The categories from the root down to one; none for an id that is not among them. */
function pathTo(nodes: readonly CategoryNode[], id: string): readonly CategoryNode[] {
  for (const node of nodes) {
    if (node.id === id) return [node]
    const rest = pathTo(node.children, id)
    if (rest.length > 0) return [node, ...rest]
  }
  return []
}
