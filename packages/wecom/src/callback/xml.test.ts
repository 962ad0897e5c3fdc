import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultOf } from './test-fault.ts'
import { cdata, childrenOf, parseXml, textOf } from './xml.ts'

it('elements, texts and CDATA are read, blanks between elements are not', () => {
  const root = parseXml(
    '<xml>\n <A><![CDATA[ <b> & ]]></A>\n <B>12</B><C/><D> <E>e1</E><E>e2</E> </D>\n</xml>\n',
  )

  expect([textOf(root, 'A'), textOf(root, 'B'), textOf(root, 'C'), textOf(root, 'X')]).toEqual([
    ' <b> & ',
    '12',
    '',
    undefined,
  ])
  expect(childrenOf(childrenOf(root, 'D')[0], 'E').map(({ text }) => text)).toEqual(['e1', 'e2'])
})

it('the five characters that XML itself writes as entities are read', () => {
  expect(parseXml('<x>&lt;a&gt; &amp;amp; &quot;&apos;</x>').text).toBe('<a> &amp; "\'')
})

it('any text comes back out of CDATA', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\]>&<a]*$/)), (text) => {
      expect(parseXml(`<x>${cdata(text)}</x>`).text).toBe(text)
    }),
  )
})

describe('hostile or broken XML is refused', () => {
  it.each([
    ['nothing', ''],
    ['a document type', '<!DOCTYPE xml [<!ENTITY a "b">]><xml>&a;</xml>'],
    ['a declared entity', '<xml>&a;</xml>'],
    ['an entity from outside', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'],
    ['a character by its number', '<xml>&#65;</xml>'],
    ['an entity that does not end', '<xml>a & b</xml>'],
    ['a declaration', '<?xml version="1.0"?><xml/>'],
    ['a processing instruction', '<xml><?php x ?></xml>'],
    ['a comment', '<xml><!-- x --></xml>'],
    ['an attribute', '<xml a="b"/>'],
    ['elements that cross', '<a><b></a></b>'],
    ['an element left open', '<xml><a>'],
    ['CDATA left open', '<xml><![CDATA[x</xml>'],
    ['text cut off', '<xml>text'],
    ['two roots', '<a/><b/>'],
    ['text before the root', 'x<a/>'],
    ['text among elements', '<a>x<b/></a>'],
    ['a name that is none', '<1/>'],
    ['a name without end', `<${'a'.repeat(65)}/>`],
    ['elements nested without end', '<a>'.repeat(10_000)],
    ['a text without end', `<a>${'x'.repeat(262_144)}</a>`],
  ])('%s', (_what, xml) => {
    expect(faultOf(() => parseXml(xml)).fault).toBe('malformed')
  })

  it('and so is anything else, without any other error', () => {
    const pieces = fc.constantFrom(
      '<a>',
      '</a>',
      '<a/>',
      '<![CDATA[',
      ']]>',
      '&amp;',
      '&',
      '<',
      '>',
      'x',
      ' ',
      '<!',
      '<?',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        try {
          parseXml(parts.join(''))
        } catch (error) {
          expect(error).toMatchObject({ fault: 'malformed' })
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('a quarter of a megabyte of any sign is looked at in no time', () => {
    for (const sign of ['<a>', '&amp;', '<![CDATA[', '<a/>', ' ', '</a>']) {
      const xml = `<x>${sign.repeat(Math.floor(262_000 / sign.length))}`
      const startedAt = process.cpuUsage().user
      faultOf(() => parseXml(xml))
      // Square growth would take minutes.
      expect(process.cpuUsage().user - startedAt).toBeLessThan(2_000_000)
    }
  })
})
