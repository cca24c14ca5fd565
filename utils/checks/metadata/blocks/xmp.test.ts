import { describe, expect, it } from 'vitest';
import { xmpItems } from './xmp';

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** Fields as `name = value`, other items by their kind. */
function read(packet: string): string[] {
  return [...xmpItems(new TextEncoder().encode(packet))].map((item) =>
    item.kind === 'field' ? `${item.name} = ${item.value}` : item.kind,
  );
}

function packet(inner: string, namespaces = ''): string {
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}"><rdf:Description rdf:about="" ${namespaces}>${inner}</rdf:Description></rdf:RDF></x:xmpmeta>`;
}

const DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"';

describe('xmpItems', () => {
  it('reads attributes, elements, resources, lists and structures', () => {
    const inner = `
      <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Fog &amp; sea</rdf:li></rdf:Alt></dc:title>
      <dc:creator><rdf:Seq><rdf:li>Ann</rdf:li><rdf:li>Ben</rdf:li></rdf:Seq></dc:creator>
      <dc:source rdf:resource="https://example.com/1"/>
      <dc:relation rdf:parseType="Resource"><dc:type>photo</dc:type></dc:relation>
      <dc:publisher><rdf:Bag><rdf:li dc:date="2024" dc:format="tiff"/></rdf:Bag></dc:publisher>`;
    expect(read(packet(inner, `${DC} dc:rights="© A &gt; B"`))).toEqual([
      'dc:rights = © A > B',
      'dc:title = Fog & sea',
      'dc:creator = Ann',
      'dc:creator = Ben',
      'dc:source = https://example.com/1',
      'dc:relation/dc:type = photo',
      'dc:publisher/dc:date = 2024',
      'dc:publisher/dc:format = tiff',
    ]);
  });

  it('names a property by its namespace, whatever its prefix', () => {
    const iptc = 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/';
    expect(read(packet('<q:DigitalSourceType>a</q:DigitalSourceType>', `xmlns:q="${iptc}"`))).toEqual([
      'Iptc4xmpExt:DigitalSourceType = a',
    ]);
    expect(
      read(
        packet(
          '<Iptc4xmpExt:DigitalSourceType>a</Iptc4xmpExt:DigitalSourceType>',
          'xmlns:Iptc4xmpExt="urn:x"',
        ),
      ),
    ).toEqual(['other-Iptc4xmpExt:DigitalSourceType = a']);
  });

  it('reads UTF-16, single quotes, CDATA and white space around tags', () => {
    const text = packet('<dc:title ><![CDATA[<a>]]></dc:title >', DC.replaceAll('"', "'"));
    const utf16 = Uint8Array.from(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect([...xmpItems(utf16)]).toMatchObject([{ name: 'dc:title', value: '<a>' }]);
  });

  it('reads what comes before an end that is missing, and after an element that is never closed', () => {
    const whole = packet('<dc:title>One</dc:title><dc:source><b>x</dc:source><dc:rights>Two</dc:rights>', DC);
    expect(read(whole)).toContain('dc:rights = Two');
    expect(read(whole.slice(0, whole.indexOf('<dc:source>')))).toEqual(['dc:title = One']);
  });

  it('tells that there is a position, and keeps it to itself', () => {
    const exif =
      'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="53,33.35N" exif:GPSAltitude="12/1"';
    expect(read(packet('', exif))).toEqual(['position']);
  });

  it('calls text without RDF broken', () => {
    expect(read('<html><b>not metadata</b></html>')).toEqual(['problem']);
  });

  it('stays fast and small on hostile packets', () => {
    const deep = packet('<dc:a>'.repeat(200_000), DC);
    const unclosed = packet('<!--'.repeat(200_000), DC);
    const quotes = packet(`<dc:a b='${'"'.repeat(300_000)}`, DC);
    for (const hostile of [deep, unclosed, quotes, '<'.repeat(500_000), '&#'.repeat(300_000)]) {
      const start = performance.now();
      expect(read(hostile).length).toBeLessThan(10);
      expect(performance.now() - start).toBeLessThan(2_000);
    }
  });
});
