import { Category } from '@siyu/core/catalog'
import { useSiyuQueries } from '@siyu/react'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { DraftDrawer } from '../../ui/draft-drawer.tsx'
import { useFormat } from '../../ui/format.ts'
import { ListCard, listIn } from '../../ui/list.tsx'
import { NameFields, wholeName } from '../../ui/name-fields.tsx'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { type PlacedCategory, useCategoryOptions, usePlacedCategories } from './category-name.ts'
import { categoryWords } from './category-words.ts'

/** The shelves of the shop, each below the one it lies in. */
export function Categories(): ReactElement {
  const say = useSay(categoryWords)
  const { client } = useAdmin()
  const categories = useQuery(useSiyuQueries().categories())
  const placed = usePlacedCategories()
  const [open, setOpen] = useState<Category | null>(null)
  const head = (
    <div className="toolbar">
      <h2>{say('title')}</h2>
      <button
        type="button"
        className="button"
        data-testid="category-add"
        onClick={() => setOpen({ id: client.newId('cat'), name: { zh: '', en: '' }, parentId: null, rank: 10 })}
      >
        {say('create')}
      </button>
    </div>
  )
  return (
    <>
      <ListCard
        label={say('title')}
        head={head}
        list={listIn(categories, () => placed)}
        rows={3}
        columns={[{ name: say('name') }, { name: say('id'), as: 'optional' }, { name: say('rank'), as: 'number' }]}
        none={say('none')}
      >
        {(each) => <CategoryRow key={each.category.id} placed={each} onOpen={() => setOpen(each.category)} />}
      </ListCard>
      {open !== null && <CategoryDrawer key={open.id} initial={open} onClose={() => setOpen(null)} />}
    </>
  )
}

type CategoryRowProps = { readonly placed: PlacedCategory; readonly onOpen: () => void }

function CategoryRow({ placed: { category, depth }, onOpen }: CategoryRowProps): ReactElement {
  const pick = usePick()
  const { count } = useFormat()
  return (
    <tr data-testid="category-row" data-category-id={category.id}>
      <td style={{ paddingInlineStart: `${16 + depth * 22}px` }}>
        <button type="button" className="link" onClick={onOpen}>
          {pick(category.name)}
        </button>
      </td>
      <td className="optional">
        <code>{category.id}</code>
      </td>
      <td className="number">{count(category.rank)}</td>
    </tr>
  )
}

type CategoryDrawerProps = { readonly initial: Category; readonly onClose: () => void }

function CategoryDrawer({ initial, onClose }: CategoryDrawerProps): ReactElement {
  const say = useSay(categoryWords)
  const { mutations } = useAdmin()
  const options = useCategoryOptions().filter(([id]) => id !== initial.id)
  const isNew = initial.name.zh === ''
  const edit = useDraft({
    ...{ initial, schema: Category, save: mutations.catalog.saveCategory() },
    complete: (category) => ({ ...category, name: wholeName(category.name) }),
  })
  const { draft, change } = edit
  return (
    <DraftDrawer
      title={say(isNew ? 'create' : 'edit')}
      testId="category"
      of={edit}
      label={say('save')}
      onClose={onClose}
    >
      <NameFields name={draft.name} testId="category-name" onChange={(name) => change({ name })} />
      <Field label={say('id')} hint={say('idHint')}>
        <input
          required
          maxLength={64}
          readOnly={!isNew}
          value={draft.id}
          data-testid="category-id"
          onChange={({ target }) => change({ id: target.value })}
        />
      </Field>
      <Field label={say('parent')}>
        <Choice
          value={draft.parentId ?? ''}
          options={[['', say('top')], ...options]}
          testId="category-parent"
          onChange={(parentId) => change({ parentId: parentId === '' ? null : parentId })}
        />
      </Field>
      <Field label={say('rank')}>
        <CountInput min={0} required value={draft.rank} onChange={(rank = UNKNOWN) => change({ rank })} />
      </Field>
    </DraftDrawer>
  )
}
