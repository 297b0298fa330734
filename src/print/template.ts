/**
 * How a document is set on paper, in Typst's language. Every text comes from the data as a text: nothing of it is markup,
 * and nothing is read from a disk or a network.
 */
export const template = String.raw`
#let data = json(bytes(sys.inputs.document))
#let soft = rgb("#444444")
#let rule = 0.5pt + rgb("#888888")

#let word(one) = {
  if type(one) == str { text(one) }
  else if "strong" in one { strong(text(one.strong)) }
  else if "code" in one { raw(one.code) }
  else if "href" in one { link(one.href, text(one.text)) }
  else { link(label(one.to), text(one.text)) }
}
#let line(words) = words.map(word).join()
#let lines(all) = all.map(line).join([ ])
#let warning(words) = block(stroke: (left: 2pt + black), inset: (left: 6pt, y: 2pt), strong(line(words)))
#let fields(labels, columns) = grid(
  columns: (1fr,) * columns,
  column-gutter: 8pt,
  row-gutter: 4pt,
  ..labels.map(one => block(breakable: false, width: 100%)[
    #text(size: 7pt, fill: soft, one)
    #v(if columns == 1 { 26pt } else { 5pt })
    #std.line(length: 100%, stroke: rule)
  ]),
)
#let part(name, all) = if all.len() > 0 { par[#strong(name) #lines(all)] }

// A step is not torn in two, unless it would hardly fit a page.
#let card(one) = block(
  breakable: one.does.len() + one.commands.len() + one.otherwise.len() > 20,
  width: 100%,
  stroke: (left: if one.critical { 3pt + black } else { 1pt + black }, rest: rule),
  inset: (x: 8pt, y: 6pt),
)[
  #block(sticky: true)[#heading(level: 3)[#box(stroke: 0.8pt, inset: (x: 3pt, y: 1.5pt), baseline: 1.5pt, text(one.number)) #text(one.title)]#label("step-" + one.number)]
  #text(fill: soft)[#text(one.objective) #raw(one.step)]
  #par[#strong[Who] #line(one.owner). #strong[When] #text(one.when).]
  #if "only" in one { par(emph(text(one.only))) }
  #for words in one.warnings { warning(words) }
  #if one.does.len() > 0 { enum(..one.does.map(line)) }
  #for command in one.commands { block(width: 100%, stroke: rule, inset: 4pt, radius: 2pt, raw(command, block: true)) }
  #part("You should see", one.expect)
  #part("If not", one.otherwise)
  #fields(("Began", "Done", "By", "Seen"), 4)
]

// Who does what when: a row for each step, its bar from its beginning to its end; what the end waits for is black.
#let bars(one) = figure(
  alt: one.said,
  block(width: 100%, breakable: true)[
    #set text(size: 7pt)
    #grid(
      columns: (38%, 1fr),
      row-gutter: 3pt,
      [],
      grid(columns: (1fr,) * 5, align: (left, center, center, center, right), ..one.ticks.map(text)),
      ..one.bars.map(bar => (
        align(left, box(height: 8pt, clip: true, width: 100%, text(bar.label))),
        block(width: 100%, height: 8pt, stroke: (bottom: 0.2pt + rgb("#cccccc")))[
          #place(left, dx: bar.from * 100%, rect(
            width: calc.max(bar.share, 0.004) * 100%,
            height: 6pt,
            fill: if bar.critical { black } else { rgb("#b0b0b0") },
          ))
        ],
      )).flatten(),
    )
  ],
)

#let piece(one) = {
  if one.is == "text" { par(line(one.line)) }
  else if one.is == "warning" { warning(one.line) }
  else if one.is == "list" and one.items.len() > 0 { if one.ordered { enum(..one.items.map(line)) } else { list(..one.items.map(line)) } }
  else if one.is == "checks" { list(marker: box(width: 7pt, height: 7pt, stroke: 0.8pt), ..one.items.map(line)) }
  else if one.is == "table" {
    table(
      columns: one.heads.len(),
      stroke: (x, y) => (bottom: rule),
      inset: (x: 4pt, y: 3pt),
      table.header(..one.heads.map(head => strong(text(head)))),
      ..one.rows.map(row => row.map(line)).join(default: ()),
    )
  }
  else if one.is == "message" {
    block(width: 100%, breakable: false, stroke: rule, inset: 6pt)[
      #text(size: 7.5pt, fill: soft, one.title)
      #block(above: 4pt, text(size: 10pt, one.lines.map(text).join(linebreak())))
    ]
  }
  else if one.is == "fields" { fields(one.labels, if one.labels.any(name => name.ends-with("?")) { 1 } else { 4 }) }
  else if one.is == "bars" { bars(one) }
  else if one.is == "card" { card(one) }
}

#let code = if "code" in data { image(bytes(data.code), format: "svg", width: 19mm, alt: "Code of the address of the live run") }

#set document(title: data.title, date: none)
#set page(
  paper: "a4",
  margin: (x: 13mm, top: 14mm, bottom: 16mm),
  footer: context text(size: 7pt, weight: if data.needs { "bold" } else { "regular" })[#text(data.stamp) #h(1fr) #counter(page).display("1 / 1", both: true)],
)
#set text(size: 9pt, lang: "en", font: ("Libertinus Serif", "DejaVu Sans Mono"))
#set par(leading: 0.55em, spacing: 0.7em)
#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading.where(level: 3): set text(size: 10.5pt)
#show raw: set text(size: 8pt)
#show link: it => underline(stroke: 0.3pt, offset: 1.5pt, it)
#show figure: set block(breakable: true)
#set enum(indent: 4pt)
#set list(indent: 4pt)

#let head = [
  #heading(level: 1, outlined: false, text(data.title))
  #text(data.subtitle)

  #text(size: 8pt, fill: soft, text(data.stamp))

  #if code != none { text(size: 8pt)[The live run: #link(data.live, text(data.live))] }
]
#if code != none { grid(columns: (1fr, auto), column-gutter: 8pt, head, code) } else { head }

#block(height: calc.ceil(data.sections.len() / 2) * 11.5pt, columns(2, text(size: 7.5pt, outline(title: none, depth: 2))))

#for (i, section) in data.sections.enumerate() {
  if section.sheet and i > 0 {
    pagebreak(weak: true)
  }
  let title = [#heading(level: 2, text(section.title))#label(section.id)]
  // A sheet that is handed out has the code too, beside its title, where nothing runs into it.
  if section.sheet and i > 0 and code != none { grid(columns: (1fr, auto), title, code) }
  else { block(sticky: true, title) }
  for one in section.blocks { piece(one) }
}
`
