import type { ReactElement } from 'react'
import { useCatalogue } from './catalogue.ts'
import { Chips } from './chips.tsx'
import { Group } from './page.tsx'

type SkuFieldProps = {
  /** Empty until one is chosen. */
  readonly skuId: string
  readonly label: string
  readonly hint?: string
  readonly testId: string
  readonly onChange: (skuId: string) => void
}

/** One SKU of the catalogue, to be found by its name. */
export function SkuField({ skuId, label, hint, testId, onChange }: SkuFieldProps): ReactElement {
  const { skus } = useCatalogue()
  return (
    <Group label={label} {...(hint === undefined ? {} : { hint })}>
      <Chips
        max={1}
        values={skuId === '' ? [] : [skuId]}
        options={skus}
        label={label}
        testId={testId}
        onChange={([chosen = '']) => onChange(chosen)}
      />
    </Group>
  )
}
