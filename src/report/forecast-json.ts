import type { FlowForecast, Forecast } from '#simulation'

/**
 * What `simulate --format json` gives: the scenarios of one plan, on one target with one seed, their flows in one list.
 * Times in seconds, probabilities and shares 0 to 1.
 */
export interface ForecastsReport extends Omit<Forecast, 'scenario'> {
  readonly scenarios: readonly string[]
}

/**
 * Forecasts as data, with nothing that their type does not name.
 * @param forecasts at least one; target, seed and runs are taken from the first
 */
export function forecastsJson(forecasts: readonly [Forecast, ...Forecast[]]): ForecastsReport {
  const [{ target, seed, runs, horizon }] = forecasts
  return {
    schemaVersion: 1,
    scenarios: forecasts.map((forecast) => forecast.scenario),
    target,
    seed,
    runs,
    ...(horizon === undefined ? {} : { horizon }),
    flows: forecasts.flatMap((forecast) => forecast.flows.map(flowOf)),
    caveats: [...new Set(forecasts.flatMap((forecast) => forecast.caveats))],
  }
}

function flowOf(forecast: FlowForecast): FlowForecast {
  const { flow, scenario, rto, rpo, criticalPath, measuredShare, phases, tornado, cutOffs, duplicates } = forecast
  return {
    flow,
    scenario,
    rto,
    rpo,
    criticalPath,
    measuredShare,
    ...(phases ? { phases } : {}),
    ...(tornado ? { tornado } : {}),
    ...(cutOffs ? { cutOffs } : {}),
    ...(duplicates ? { duplicates } : {}),
  }
}
