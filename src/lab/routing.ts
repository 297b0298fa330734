/** Which regions customers may go to; what is asked of it is known to make sense. */
export interface Routing {
  /** Regions that customers go to at present; none while they are held or kept away from all. */
  serving(): readonly string[]
  /** Where traffic goes by what was said, whatever the probes tell. */
  readonly routes: readonly string[]
  readonly held: boolean
  readonly fenced: readonly string[]
  route(region: string): void
  share(regions: readonly string[]): void
  fence(region: string): void
  unfence(region: string): void
  hold(): void
  release(): void
  /** What the probes say. @returns whether that changes where customers go */
  seen(region: string, fails: boolean): boolean
}

/**
 * @param first where traffic goes at first
 * @param automatic whether customers leave a region by themselves while its probes fail; only from one of several
 */
export function createRouting(first: readonly string[], automatic: boolean): Routing {
  let routes = first
  let held = false
  const fenced = new Set<string>()
  const failing = new Set<string>()
  const serving = () => {
    if (held) return []
    const open = routes.filter((region) => !fenced.has(region))
    const well = open.filter((region) => !automatic || !failing.has(region))
    // Where all of them fail, any is as good as the other.
    return well.length > 0 ? well : open
  }
  const admit = (regions: readonly string[]) => {
    routes = regions
    held = false
    for (const region of regions) fenced.delete(region)
  }
  return {
    serving,
    get routes() {
      return routes
    },
    get held() {
      return held
    },
    get fenced() {
      return [...fenced]
    },
    route: (region) => admit([region]),
    share: (regions) => admit([...new Set(regions)]),
    fence: (region) => void fenced.add(region),
    unfence: (region) => void fenced.delete(region),
    hold() {
      held = true
    },
    release() {
      held = false
    },
    seen(region, fails) {
      const before = serving().join()
      if (fails) failing.add(region)
      else failing.delete(region)
      return serving().join() !== before
    },
  }
}
