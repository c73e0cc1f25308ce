import * as z from 'zod/mini'
import type { Endpoint, Schema } from '../kernel/index.ts'
import type { JsonSchema } from './document.ts'
import { nouns } from './nouns.ts'

const refOf = (name: string): string => `#/components/schemas/${name}`

/** The schemas of a document under their names, and how to point at them. */
export type SchemaBook = {
  readonly schemas: Readonly<Record<string, JsonSchema>>
  readonly pointTo: (schema: Schema<unknown>) => JsonSchema
}

/** Names every schema the endpoints use, once, and writes it as JSON Schema. */
export function writeSchemas(endpoints: readonly Endpoint[]): SchemaBook {
  const names = new Map<Schema<unknown>, string>(Object.entries(nouns).map(([name, schema]) => [schema, name]))
  const nameOnce = (schema: Schema<unknown>, name: string): void => {
    if (!names.has(schema)) names.set(schema, name)
  }
  for (const { name, method, input, output } of endpoints) {
    if (method !== 'GET') nameOnce(input, `${pascal(name)}Input`)
    nameOnce(output, `${pascal(name)}Output`)
  }
  const registry = z.registry<{ id: string }>()
  for (const [schema, name] of names) registry.add(schema, { id: name })
  const { schemas } = z.toJSONSchema(registry, { uri: refOf, io: 'input' })
  return {
    schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema as JsonSchema)])),
    pointTo: (schema) => ({ $ref: refOf(names.get(schema) ?? '') }),
  }
}

/** The fields of an input that travels in path and query string. */
export function fieldsOf(endpoint: Endpoint): Readonly<Record<string, JsonSchema>> {
  const { properties = {} } = z.toJSONSchema(endpoint.input, { io: 'input' })
  return properties as Readonly<Record<string, JsonSchema>>
}

/** Which of those fields have to be there. */
export function requiredOf(endpoint: Endpoint): readonly string[] {
  return z.toJSONSchema(endpoint.input, { io: 'input' }).required ?? []
}

/** A component is named by its place in the document, not by itself. */
function bare({ $id: _id, $schema: _dialect, ...schema }: JsonSchema): JsonSchema {
  return schema
}

/** `orders.listAll` → `OrdersListAll`. */
function pascal(name: string): string {
  return name.replace(/(?:^|\.)(\w)/g, (_whole, letter: string) => letter.toUpperCase())
}
