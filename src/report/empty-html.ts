import { page } from '#markup'

/** The page of a server that has no drill to show yet: what a drill gives, and how to run the first one. */
export function emptyHtml(): string {
  return page(
    'Muster: no drill yet',
    `<main>
<h1>No drill yet</h1>
<p>A drill loses a region in the lab, recovers from it step by step, and measures how long that took and what it cost in writes.</p>
<p>Run the first one with</p>
<p><code>muster drill --scenario SCENARIO --target lab</code></p>
<p class="soft">Scenarios are listed in the plan under <code>scenarios</code>. Reload this page when the drill is done.</p>
</main>`,
  )
}
