export type {
  JsonSchema,
  OpenApiDocument,
  Operation,
  Parameter,
  Reference,
  ResponseObject,
  SecurityScheme,
} from './document.ts'
export type { OpenApiOptions } from './openapi.ts'
export { openApi } from './openapi.ts'
