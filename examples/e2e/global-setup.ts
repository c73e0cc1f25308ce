import { noBrowser, prepareShop } from './shop.fixture.ts'

/** Prepares once what every suite starts from, where there is a browser to look at it. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  return noBrowser === undefined ? prepareShop() : undefined
}
