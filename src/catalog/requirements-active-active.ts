import { communicationRow, ofRows, securityRow } from './requirements-row.ts'

/** What a plan with active-active components is asked for. */
export const activeActive = ofRows('active-active', [
  {
    id: 'traffic',
    action: 'Direct traffic so that losing a region moves it at once',
    configuration: [
      'A global entry spreads requests over the regions by weight or by latency.',
      'Every endpoint behind the entry is probed.',
      'Once a probe fails, traffic moves without anybody doing anything.',
    ],
    validation: [
      'Traffic is seen to move from one region to another.',
      'Probes are compared with what users saw, and their answers are timed.',
      'Requests are followed while a region is made to fail.',
    ],
  },
  {
    id: 'replication',
    action: 'Copy data between regions and keep it consistent',
    configuration: [
      'Stores take reads and writes in several regions, at a consistency that is chosen.',
      'Relational data has a copy elsewhere that serves reads.',
      'Where reading is served from a model of its own, the plan says whose writes it follows.',
      'Where the application writes twice, a key makes a repeated write harmless.',
      'For each store the plan says how old or how mixed a read elsewhere may be.',
    ],
    validation: [
      'It is measured how far copies are behind, and whether they agree.',
      'What the survivor holds after a failover is counted against what was acknowledged.',
      'Reads and writes are tried while a region is lost.',
    ],
  },
  {
    id: 'objectives',
    action: 'Agree how fast to recover and how little to lose',
    configuration: ['The RTO is a matter of seconds.', 'The RPO is as near to zero as the stores permit.'],
    validation: [
      'Failovers are rehearsed again and again, and held against the objectives.',
      'Recovery times come from drills, not from guesses.',
      'Where an objective was missed, the gap and its remedy are on record.',
    ],
  },
  {
    id: 'load',
    action: 'Know what a region carries, and what it must carry alone',
    configuration: [
      'The plan says how loaded each region is on an ordinary day, and where its limit lies.',
      'The plan says how the survivor grows, and what is slower until it has.',
      'The plan says what users see when a region, a part, or the network between regions fails.',
    ],
    validation: [
      'A region is lost while the survivor carries a real load.',
      'The survivor is seen to grow by itself.',
      'The slow-down in a recovery stays within its limit.',
      'Regions are cut off from each other, and both are watched.',
    ],
  },
  {
    id: 'operations',
    action: 'Make operations ready',
    configuration: [
      'Infrastructure is made from code.',
      'A pipeline deploys to each of the regions.',
      'A runbook holds the steps of a recovery, by machine and by hand.',
    ],
    validation: [
      'Failures are caused on purpose, by a timetable.',
      'The code is seen to make the same thing in every region.',
      'The runbook is carried out and timed.',
      'Pipelines are seen to deploy while a region is gone.',
    ],
  },
  securityRow,
  communicationRow,
])
