import { HttpFailure } from '../http.ts'
import { monotonic } from '../monotonic.ts'
import type { Region } from '../region.ts'
import type { Rebuilt } from '../server.ts'
import type { Site } from '../site.ts'
import { copied } from './ordinary.ts'
import { forget, isSubscribed, leveled, publish, resume, subscribe } from './everywhere.ts'
import { shipFrom } from './vaults.ts'

/**
 * Makes a region the copy again that it is on an ordinary day, whatever it was before.
 * @throws HttpFailure 409 where there is no server to make it from
 */
export async function rebuilt(site: Site, region: Region, source: Region): Promise<Rebuilt> {
  if (!source.server.runs())
    throw new HttpFailure(409, 'unreachable', `PostgreSQL in ${source.name} does not run, so nothing can follow it.`)
  const began = monotonic()
  switch (site.spec.data) {
    case 'streamed': {
      const made = await region.server.followed(source, site.link.towards(source.name, 'postgres'), true)
      if (site.spec.archived) await shipFrom(site, source)
      return made
    }
    case 'everywhere':
      await again(site, region, source)
      return { seconds: monotonic() - began, bytes: 0 }
    case 'shipped':
      return { bytes: await copied(site, region), seconds: monotonic() - began }
    case 'restored': {
      await shipFrom(site, source)
      const { bytes } = await source.archive.backUp()
      await region.server.stop()
      return { bytes, seconds: monotonic() - began }
    }
  }
}

/**
 * Both take writes again. A side that has gone on with its own data gets what it lacks and gives what it has; one that
 * stood still is made anew, for nobody can tell what its last commits were.
 */
async function again(site: Site, region: Region, source: Region): Promise<void> {
  const { stores } = site.spec
  const [there, back] = [
    { from: source, into: region, stores },
    { from: region, into: source, stores },
  ]
  const lives = region.server.runs() && (await isSubscribed(there)) && (await isSubscribed(back))
  if (lives) for (const way of [there, back]) await resume(way)
  else {
    await forget(back)
    await forget(there)
    await region.server.startPrimary(site.template)
    await publish(region, stores)
    await subscribe(there, site.link.towards(source.name, 'postgres'), true)
    await subscribe(back, site.link.towards(region.name, 'postgres'), false)
  }
  for (const way of [there, back]) await leveled(way)
  if (site.spec.archived) for (const one of [region, source]) await shipFrom(site, one)
}
