/** A service outside that we call by name: for one brand, or for all brands of the server. */
export type Served = { readonly name: string; readonly brandId?: string | undefined }

export function namesOf(providers: readonly Served[]): readonly string[] {
  return providers.map(({ name }) => name)
}

/** The provider of this name that serves a brand. */
export function providerOf<P extends Served>(providers: readonly P[], brandId: string, name: string): P | undefined {
  return providers.find((each) => each.name === name && (each.brandId ?? brandId) === brandId)
}
