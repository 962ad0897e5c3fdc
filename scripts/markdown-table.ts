/** A Markdown table; cells are text, in which a line break is `<br>`. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line), ''].join('\n')
}

/** A sentence in both languages, one below the other; empty where there is none. */
export const bothLanguages = (text: { readonly zh: string; readonly en: string } | undefined): string =>
  text ? `${text.zh}<br>${text.en}` : ''
