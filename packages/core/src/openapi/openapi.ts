import { type Access, type Contract, type Endpoint, isWrite } from '../kernel/index.ts'
import type {
  Header,
  JsonSchema,
  OpenApiDocument,
  Operation,
  Parameter,
  Reference,
  ResponseObject,
  SecurityScheme,
} from './document.ts'
import { fieldsOf, requiredOf, type SchemaBook, writeSchemas } from './schemas.ts'
import { summaryOf } from './summaries.ts'

export type OpenApiOptions = {
  /** Contracts by concept; `adminContract` for all of them, `contract` for those of a shop's pages. */
  readonly contracts: Readonly<Record<string, Contract>>
  readonly title: string
  readonly version: string
  /** Address before `/v1`. */
  readonly serverUrl: string
}

/** The OpenAPI 3.1 description of the HTTP interface. A pure function of the contracts. */
export function openApi({ contracts, title, version, serverUrl }: OpenApiOptions): OpenApiDocument {
  const concepts = Object.entries(contracts)
  const endpoints = concepts.flatMap(([, verbs]) => Object.values(verbs)).filter(({ access }) => access !== 'system')
  const book = writeSchemas(endpoints)
  return {
    openapi: '3.1.1',
    info: { title, version },
    servers: [{ url: serverUrl }],
    tags: concepts.map(([name]) => ({ name })),
    paths: pathsOf(endpoints, book),
    components: {
      schemas: { ...book.schemas, Error: errorSchema },
      parameters: { IdempotencyKey: idempotencyKey, DryRun: dryRun },
      responses: sharedResponses,
      securitySchemes,
    },
  }
}

function pathsOf(endpoints: readonly Endpoint[], book: SchemaBook): OpenApiDocument['paths'] {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint, book) }
  }
  return paths
}

function operationOf(endpoint: Endpoint, { pointTo }: SchemaBook): Operation {
  const { name, access, method, input, output } = endpoint
  const summary = summaryOf(name)
  const body = { required: true, content: json(pointTo(input)) } as const
  return {
    operationId: name,
    summary,
    tags: [name.split('.')[0] ?? name],
    security: securityOf[access],
    parameters: parametersOf(endpoint),
    ...(method === 'POST' || method === 'PUT' ? { requestBody: body } : {}),
    responses: {
      200: { description: summary, headers: replyHeaders, content: json(pointTo(output)) },
      ...noes(endpoint),
    },
  }
}

function parametersOf(endpoint: Endpoint): readonly (Parameter | Reference)[] {
  const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const isQuery = endpoint.method === 'GET' || endpoint.method === 'DELETE'
  const required = requiredOf(endpoint)
  const fields = Object.entries(fieldsOf(endpoint)).filter(([name]) => isQuery || inPath.includes(name))
  return [
    ...fields.map(([name, schema]): Parameter => {
      const isPath = inPath.includes(name)
      return { name, in: isPath ? 'path' : 'query', required: isPath || required.includes(name), schema }
    }),
    ...(isWrite(endpoint)
      ? ['IdempotencyKey', 'DryRun'].map((name) => ({ $ref: `#/components/parameters/${name}` }))
      : []),
  ]
}

/** Every way the endpoint answers no, by status; the endpoint's own refusals first, in their order of precedence. */
function noes(endpoint: Endpoint): Operation['responses'] {
  const write = isWrite(endpoint)
  const codes = new Map<number, string[]>()
  const add = (status: number, ...added: readonly string[]): void => {
    codes.set(status, [...(codes.get(status) ?? []), ...added])
  }
  for (const [code, status] of Object.entries(endpoint.refusals)) add(status, code)
  add(400, 'invalid_input', ...(write ? ['idempotency_key_missing'] : []))
  add(401, 'key_missing', 'denied', 'session_expired')
  add(403, 'denied')
  if (write) add(409, 'idempotency_key_reused')
  const own = [...codes].map(([status, names]) => [status, refusal(names)] as const)
  const shared = Object.keys(sharedResponses).map((name) => [name.slice(1), { $ref: `#/components/responses/${name}` }])
  return Object.fromEntries([...own, ...shared])
}

function refusal(codes: readonly string[], headers: Readonly<Record<string, Header>> = {}): ResponseObject {
  const narrowed = { type: 'object', properties: { error: { properties: { code: { enum: codes } } } } }
  return {
    description: codes.join(' · '),
    headers: { ...requestIdHeader, ...headers },
    content: json({ allOf: [{ $ref: '#/components/schemas/Error' }, narrowed] }),
  }
}

function json(schema: JsonSchema): { readonly 'application/json': { readonly schema: JsonSchema } } {
  return { 'application/json': { schema } }
}

const errorSchema: JsonSchema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        code: { type: 'string', description: 'Why, as a word of the interface: decide by it, not by the status.' },
        detail: { description: 'What the caller can act on.' },
        requestId: { type: 'string', description: 'Names this answer in the logs of the server.' },
      },
      required: ['code', 'requestId'],
    },
  },
  required: ['error'],
}

const requestIdHeader: Readonly<Record<string, Header>> = {
  'siyu-request-id': { description: 'Names this answer in the logs of the server.', schema: { type: 'string' } },
}
const replyHeaders: Readonly<Record<string, Header>> = {
  ...requestIdHeader,
  'idempotency-hit': {
    description: '`true` when this is the earlier answer to the same key.',
    schema: { type: 'string' },
  },
  'siyu-dry-run': { description: '`true` when nothing was changed.', schema: { type: 'string' } },
}
const retryAfter: Readonly<Record<string, Header>> = {
  'retry-after': { description: 'Seconds to wait before the same request.', schema: { type: 'integer', minimum: 0 } },
}

/** Answers any endpoint may give, by `_` and status. */
const sharedResponses: Readonly<Record<string, ResponseObject>> = {
  _413: refusal(['too_large']),
  _429: refusal(['rate_limited'], retryAfter),
  _500: refusal(['fault']),
  _503: refusal(['busy'], retryAfter),
}

const idempotencyKey: Parameter = {
  name: 'idempotency-key',
  in: 'header',
  required: true,
  description: 'Made on the device, once per intent: the same key and input get the first answer again.',
  schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' },
}
const dryRun: Parameter = {
  name: 'dryRun',
  in: 'query',
  required: false,
  description: '`1` answers what the write would answer, and changes nothing.',
  schema: { type: 'string', enum: ['1'] },
}

const securityOf: Readonly<Record<Access, Operation['security']>> = {
  public: [{ publishableKey: [] }, { publishableKey: [], memberSession: [] }, { secretKey: [] }],
  member: [{ memberSession: [] }, { publishableKey: [], memberSession: [] }],
  operator: [{ operatorSession: [] }, { secretKey: [] }],
  provider: [{}],
  system: [],
}

const securitySchemes: Readonly<Record<string, SecurityScheme>> = {
  publishableKey: {
    type: 'apiKey',
    in: 'header',
    name: 'siyu-key',
    description: '`pk_…`: tells the brand. Safe to publish.',
  },
  memberSession: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A member’s access token, from `members.signIn`.',
  },
  operatorSession: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An operator’s access token, from `brands.signInOperator`.',
  },
  secretKey: { type: 'http', scheme: 'bearer', description: '`sk_…`: for servers only, limited to its scopes.' },
}
