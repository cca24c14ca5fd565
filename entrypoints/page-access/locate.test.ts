// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { candidatesOf, locate, parseSrcset } from './locate';

const BASE = 'https://shop.example/page/';

beforeEach(() => {
  document.head.innerHTML = `<base href="${BASE}">`;
  document.body.replaceChildren();
});

/** The element that the markup makes. */
function put(markup: string): Element {
  document.body.innerHTML = markup;
  const element = document.body.firstElementChild;
  if (!element) throw new Error('the markup holds no element');
  return element;
}

const offered = (element: Element) => candidatesOf(element).map(({ version, url }) => [version, url]);

describe('the versions of a picture that a page offers', () => {
  it('are what is shown, and the picture that it links to', () => {
    const link = put(`<a href="${BASE}original.PNG"><img src="${BASE}small.jpg"></a>`);
    expect(offered(link.firstElementChild ?? link)).toEqual([
      ['shown', `${BASE}small.jpg`],
      ['linked', `${BASE}original.PNG`],
    ]);
  });

  it('do not hold a link that leads to a page', () => {
    const link = put(`<a href="${BASE}product.html"><img src="${BASE}small.jpg"></a>`);
    expect(offered(link.firstElementChild ?? link)).toEqual([['shown', `${BASE}small.jpg`]]);
  });

  it('begin with the largest of a srcset, in the image or in its picture element', () => {
    const image = put(
      `<img src="${BASE}s.jpg" srcset="${BASE}m.jpg 800w, ${BASE}l.jpg 1600w, ${BASE}s.jpg 400w">`,
    );
    expect(candidatesOf(image)[0]).toMatchObject({ version: 'largest', url: `${BASE}l.jpg`, width: 1600 });
    const picture = put(`<picture><source srcset="${BASE}x.webp 3x"><img src="${BASE}s.jpg"></picture>`);
    const [first] = offered(picture.querySelector('img') ?? picture);
    expect(first).toEqual(['largest', `${BASE}x.webp`]);
  });

  it('are not offered twice', () => {
    expect(offered(put(`<img src="${BASE}l.jpg" srcset="${BASE}l.jpg 1600w">`))).toEqual([
      ['largest', `${BASE}l.jpg`],
    ]);
  });

  it('are the poster of a video first, then the video', () => {
    const video = put(`<video poster="${BASE}poster.jpg" src="${BASE}film.mp4"></video>`);
    expect(offered(video)).toEqual([
      ['poster', `${BASE}poster.jpg`],
      ['media', `${BASE}film.mp4`],
    ]);
  });

  it('are the text of an inline SVG', () => {
    const svg = put('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><circle r="4"/></svg>');
    const [version, url] = offered(svg)[0] ?? [];
    expect(version).toBe('inline-svg');
    expect(decodeURIComponent(url ?? '')).toContain('<circle r="4"');
  });

  it('are the pictures of a background', () => {
    const box = put(`<div style="background-image: url(&quot;${BASE}a%20b.png&quot;)"></div>`);
    expect(offered(box)).toEqual([['background', `${BASE}a%20b.png`]]);
  });

  it('are none for an element without a picture', () => {
    expect(offered(put('<p>words</p>'))).toEqual([]);
    expect(offered(put('<img alt="not loaded">'))).toEqual([]);
  });
});

describe('the picture that was meant', () => {
  it('is the one that shows the address which the menu names', () => {
    put(`<img src="${BASE}other.jpg"><img src="${BASE}meant.jpg" srcset="${BASE}meant-large.jpg 2x">`);
    expect(
      locate({ mediaType: 'image', srcUrl: `${BASE}meant.jpg` }).candidates.map(({ url }) => url),
    ).toContain(`${BASE}meant-large.jpg`);
  });

  it('is the address itself where no element shows it any more', () => {
    expect(locate({ mediaType: 'image', srcUrl: `${BASE}gone.jpg` }).candidates).toEqual([
      { url: `${BASE}gone.jpg`, version: 'shown' },
    ]);
  });

  it('is what a link leads to where nothing else was clicked', () => {
    expect(locate({ linkUrl: `${BASE}original.jpg` }).candidates).toEqual([
      { url: `${BASE}original.jpg`, version: 'linked' },
    ]);
  });

  it('is nothing where there is no picture', () => {
    expect(locate({}).candidates).toEqual([]);
  });
});

describe('parseSrcset', () => {
  it('reads widths, densities, bare addresses and addresses with commas', () => {
    expect(parseSrcset('a.jpg 1x, b.jpg 2.5x')).toEqual([
      { url: 'a.jpg', size: 1, unit: 'x' },
      { url: 'b.jpg', size: 2.5, unit: 'x' },
    ]);
    expect(parseSrcset('https://i.example/w_800,h_600/c.jpg 800w')).toEqual([
      { url: 'https://i.example/w_800,h_600/c.jpg', size: 800, unit: 'w' },
    ]);
    expect(parseSrcset('only.jpg')).toEqual([{ url: 'only.jpg', size: 1, unit: 'x' }]);
    expect(parseSrcset('')).toEqual([]);
  });
});
