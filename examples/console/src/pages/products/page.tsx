import type { ShopProduct } from '@siyu/core/catalog'
import { useSiyuQueries } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { useFormat } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { ListFoot, useGrowingList } from '../../ui/pages.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { StockDrawer, type StockSubject } from './stock-drawer.tsx'
import { productWords } from './words.ts'

const PAGE_COUNT = 50

/** What is for sale and how much of it is left. */
export function ProductsPage(): ReactElement {
  const say = useSay(productWords)
  const list = useGrowingList(useSiyuQueries().products({ limit: PAGE_COUNT }))
  const [subject, setSubject] = useState<StockSubject | null>(null)
  return (
    <Page title={say('title')} note={say('note')}>
      <div className="card flush">
        <Loaded
          read={list}
          isEmpty={(items) => items.length === 0}
          empty={<Empty title={say('none')}>{say('noneHint')}</Empty>}
        >
          {(items) => (
            <>
              <ProductsTable products={items} onAdjust={setSubject} />
              <ListFoot list={list} />
            </>
          )}
        </Loaded>
      </div>
      {subject !== null && <StockDrawer subject={subject} onClose={() => setSubject(null)} />}
    </Page>
  )
}

type ProductsTableProps = {
  readonly products: readonly ShopProduct[]
  readonly onAdjust: (subject: StockSubject) => void
}

function ProductsTable({ products, onAdjust }: ProductsTableProps): ReactElement {
  const say = useSay(productWords)
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('product')}</th>
            <th className="optional">{say('category')}</th>
            <th>{say('sku')}</th>
            <th className="number">{say('list')}</th>
            <th className="number">{say('available')}</th>
            <th aria-label={say('adjust')} />
          </tr>
        </thead>
        <tbody>
          {products.map((product) => (
            <ProductRows key={product.id} product={product} onAdjust={onAdjust} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type ProductRowsProps = { readonly product: ShopProduct; readonly onAdjust: (subject: StockSubject) => void }

function ProductRows({ product, onAdjust }: ProductRowsProps): ReactElement {
  const say = useSay(productWords)
  const pick = usePick()
  const { money, count } = useFormat()
  return (
    <>
      {product.skus.map((sku, index) => (
        <tr key={sku.id} data-testid="product-row" data-sku-id={sku.id} className={index > 0 ? 'continued' : ''}>
          <td className="clip">{index === 0 && pick(product.title)}</td>
          <td className="quiet-text optional">{index === 0 && product.category}</td>
          <td>{pick(sku.title)}</td>
          <td className="number">{money(sku.listMinor)}</td>
          <td className="number" data-testid={`stock-available-${sku.id}`}>
            {sku.availableCount > 0 ? count(sku.availableCount) : <span className="tag">{say('soldOut')}</span>}
          </td>
          <td className="number">
            <button
              type="button"
              className="button quiet"
              data-testid={`stock-adjust-${sku.id}`}
              aria-label={say('adjustOf', { title: `${pick(product.title)} ${pick(sku.title)}` })}
              onClick={() => onAdjust({ skuId: sku.id, productTitle: product.title, skuTitle: sku.title })}
            >
              {say('adjust')}
            </button>
          </td>
        </tr>
      ))}
    </>
  )
}
