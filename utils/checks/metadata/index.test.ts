import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'exifreader';
import { describe, expect, it } from 'vitest';
import { contextFor, subjectOf } from '../../../test/fixtures/check-context';
import { MADE } from '../../../test/fixtures/make';
import { COMFY_GRAPH, PARAMETERS } from '../../../test/fixtures/metadata/make';
import { englishLanguage } from '../../words/english';
import { say } from '../../words/say';
import type { Found } from '../signal';
import type { MarkEvidence, MetadataTable, OriginEvidence } from './evidence';
import { metadata } from './index';

type Evidence = Partial<MarkEvidence & OriginEvidence & MetadataTable>;

async function look(name: string): Promise<readonly Found<Evidence>[]> {
  const subject = await subjectOf(await readFile(join(MADE, name)));
  return metadata.run(subject, contextFor(subject));
}

async function lookOne(name: string): Promise<Found<Evidence>> {
  const [first] = await look(name);
  if (!first) throw new Error(`${name} gave no signal`);
  return first;
}

function summary(found: Found): string {
  return say(found.summary, englishLanguage);
}

describe('IPTC digital source type', () => {
  it.each(['jpg', 'png', 'webp', 'avif', 'tif', 'gif', 'svg'])('is read from a .%s', async (ending) => {
    const found = await lookOne(`metadata/source-type.${ending}`);
    expect(found).toMatchObject({
      finding: 'ai-generated',
      basis: 'declared',
      evidence: { mark: 'iptc-digital-source-type', field: 'XMP Iptc4xmpExt:DigitalSourceType' },
    });
    expect(summary(found)).toBe('says “Made by generative AI” (IPTC digital source type)');
    expect(found.evidence.fields?.filter(({ deciding }) => deciding)).toHaveLength(1);
  });

  it.each([
    'source-type-renamed-prefix.jpg',
    'extended-xmp.jpg',
    'second-app1.jpg',
    'raw-profile.png',
    'compressed-xmp.png',
  ])('is read from %s', async (name) => {
    expect(await lookOne(`metadata/${name}`)).toMatchObject({ finding: 'ai-generated' });
  });

  it('is read from HEIC, which keeps its items where AVIF keeps them', async () => {
    const subject = await subjectOf(await readFile(join(MADE, 'metadata/source-type.avif')));
    const [found] = await metadata.run({ ...subject, mediaType: 'image/heic' }, contextFor(subject));
    expect(found).toMatchObject({ finding: 'ai-generated' });
  });

  it('tells a picture edited with AI from one made by it', async () => {
    expect(await lookOne('metadata/source-type-edited.jpg')).toMatchObject({ finding: 'ai-edited' });
  });

  it.each(['source-type-camera.jpg', 'source-type-composite.jpg'])(
    '%s states an origin, not AI',
    async (name) => {
      const found = await look(`metadata/${name}`);
      expect(found.map(({ finding }) => finding)).toEqual(['origin-stated']);
      expect(found[0]?.evidence.digitalSourceType).toBeDefined();
    },
  );
});

describe('other standards', () => {
  it('reads the AI fields of IPTC 2025.1', async () => {
    const found = await lookOne('metadata/ai-fields.jpg');
    expect(found).toMatchObject({
      finding: 'ai-generated',
      evidence: {
        mark: 'iptc-ai-fields',
        generator: 'Example Imagine',
        model: '4.2',
        prompt: 'a lighthouse & fog',
        parameters: [['AIPromptWriterName', 'Jane Doe']],
      },
    });
    expect(summary(found)).toBe('says it was made with Example Imagine (IPTC AI fields)');
  });

  it.each(['aigc.jpg', 'aigc.webp', 'aigc.png', 'aigc-exif.jpg', 'aigc-segment.jpg', 'aigc-properties.jpg'])(
    'reads the Chinese label from %s',
    async (name) => {
      const found = await lookOne(`metadata/${name}`);
      expect(found).toMatchObject({ finding: 'ai-generated', evidence: { mark: 'aigc-label' } });
      expect(found.evidence.generator).toMatch(/^(001191110102MACQD9K64010000|doubao)$/);
      expect(summary(found)).toBe('labelled as AI-generated (Chinese standard GB 45438)');
    },
  );

  it.each([
    ['aigc-may-be.png', 'labelled as possibly AI-generated (Chinese standard GB 45438)'],
    ['aigc-suspected.png', 'labelled as suspected of being AI-generated (Chinese standard GB 45438)'],
  ])('does not turn the doubt in %s into a statement', async (name, words) => {
    const found = await look(`metadata/${name}`);
    expect(found.map(({ finding }) => finding)).toEqual(['origin-stated']);
    expect(found[0] && summary(found[0])).toBe(words);
  });

  it('takes a label only with the standard’s own field names', async () => {
    expect(await lookOne('metadata/aigc-other-fields.png')).toMatchObject({ finding: 'none' });
  });
});

describe('what generators leave', () => {
  const lighthouse = 'a lighthouse in the fog';
  const parameters = {
    prompt: 'a lighthouse in the fog, (detailed:1.2), Ölgemälde',
    seed: '18446744073709551615',
    model: 'sd_xl_base_1.0',
    sampler: 'DPM++ 2M',
  };
  const webUi = { generator: 'Stable Diffusion web UI', ...parameters };
  const comfyUi = {
    generator: 'ComfyUI',
    prompt: lighthouse,
    seed: '1234567890123',
    model: 'flux1-dev.safetensors',
    sampler: 'euler',
  };

  it.each<[string, Evidence]>([
    ['parameters.png', webUi],
    ['parameters-utf8.png', { ...webUi, prompt: `灯台 ${parameters.prompt}` }],
    ['parameters-ztxt.png', webUi],
    ['parameters-itxt.png', webUi],
    ['parameters.jpg', webUi],
    ['parameters.webp', webUi],
    ['parameters.gif', webUi],
    ['parameters-comment.jpg', webUi],
    ['parameters.avif', { ...webUi, prompt: parameters.prompt.replace('Ölgemälde', 'Oelgemalde') }],
    ['forge.png', { ...webUi, generator: 'Stable Diffusion web UI Forge' }],
    ['sd-next.png', { ...webUi, generator: 'SD.Next' }],
    ['stable-diffusion-cpp.png', { ...webUi, generator: 'stable-diffusion.cpp' }],
    ['civitai.jpg', { ...webUi, generator: 'Civitai' }],
    ['fooocus.png', { generator: 'Fooocus', prompt: lighthouse, seed: '8675309', model: 'juggernautXL_v8' }],
    ['fooocus.jpg', { generator: 'Fooocus', prompt: lighthouse, seed: '8675309' }],
    ['swarmui.jpg', { generator: 'SwarmUI', prompt: lighthouse, seed: '1', model: 'flux1-dev' }],
    ['comfyui.png', comfyUi],
    ['comfyui-animated.png', comfyUi],
    ['comfyui.webp', comfyUi],
    ['comfyui.jpg', comfyUi],
    ['invokeai.png', { generator: 'InvokeAI', prompt: lighthouse, seed: '4242', model: 'FLUX Dev' }],
    ['invokeai-2.png', { generator: 'InvokeAI', prompt: lighthouse, seed: '4242', sampler: 'k_lms' }],
    ['dream.png', { generator: 'InvokeAI', prompt: lighthouse, seed: '4242', sampler: 'k_lms' }],
    ['novelai.png', { generator: 'NovelAI', prompt: lighthouse, seed: '2407665985' }],
    ['novelai.webp', { generator: 'NovelAI', prompt: lighthouse, seed: '2407665985' }],
    ['draw-things.png', { generator: 'Draw Things', prompt: lighthouse, seed: '4242' }],
    ['easy-diffusion.png', { generator: 'Easy Diffusion', prompt: lighthouse, model: 'sd-v1-5' }],
    ['mflux.png', { generator: 'mflux', prompt: lighthouse, seed: '4242', model: 'dev' }],
    ['diffusers.png', { generator: 'Diffusers', prompt: lighthouse, model: 'Animagine XL 3.1' }],
    ['tensorart.png', { generator: 'TensorArt', prompt: lighthouse, model: 'sdxl_base' }],
    ['flux.jpg', { generator: 'FLUX (Black Forest Labs)', prompt: lighthouse, model: 'flux-dev' }],
    [
      'midjourney.png',
      { generator: 'Midjourney', prompt: lighthouse, seed: '4242', model: 'Midjourney 6.1' },
    ],
    ['midjourney.jpg', { generator: 'Midjourney', prompt: lighthouse, seed: '4242' }],
    ['openai.jpg', { generator: 'OpenAI' }],
    ['dall-e.jpg', { generator: 'OpenAI' }],
    ['firefly.jpg', { generator: 'Adobe Firefly' }],
    ['bing.jpg', { generator: 'Bing Image Creator' }],
    ['meta-ai.jpg', { generator: 'Meta AI' }],
    ['google-credit-only.jpg', { generator: 'Google AI' }],
    ['grok.jpg', { generator: 'Grok (xAI)' }],
    ['ideogram.jpg', { generator: 'Ideogram' }],
    ['hf-job.png', { generator: 'Higgsfield' }],
  ])('%s is found, once', async (name, evidence) => {
    const found = await look(`metadata/${name}`);
    const marks = found.filter(({ finding }) => finding === 'ai-generated' || finding === 'ai-edited');
    expect(marks).toHaveLength(1);
    expect(marks[0]).toMatchObject({ finding: 'ai-generated', basis: 'declared', evidence });
    expect(marks[0]?.evidence.source).toMatch(/^https:\/\/\S+$/);
    // What a generator wrote into the camera's or the author's place is not a camera.
    expect(found.some(({ evidence: { make, model } }) => make && model)).toBe(false);
  });

  it('shows the negative prompt and the settings beside the prompt', async () => {
    const { evidence } = await lookOne('metadata/parameters.png');
    expect(evidence.parameters).toEqual([
      ['Negative prompt', 'blurry, lowres'],
      ['Steps', '28'],
      ['Schedule type', 'Karras'],
      ['CFG scale', '7'],
      ['Size', '96x72'],
      ['Model hash', '31e35c80fc'],
      ['Lora hashes', 'fog: 1a2b, sea: 3c4d'],
    ]);
    expect(evidence.value).toBe(PARAMETERS);
  });

  it('says in words whether a prompt was left or only a name', async () => {
    expect(summary(await lookOne('metadata/parameters.png'))).toBe('Stable Diffusion web UI left its prompt');
    expect(summary(await lookOne('metadata/openai.jpg'))).toBe('names OpenAI as its maker');
    expect(summary(await lookOne('metadata/galaxy-ai.jpg'))).toBe(
      'says it was edited with Samsung Galaxy AI',
    );
  });

  it.each([
    ['google-edited.jpg', 'Google AI'],
    ['google-phone.jpg', 'Google AI'],
    ['galaxy-ai.jpg', 'Samsung Galaxy AI'],
    ['comfyui-upscaled.png', 'ComfyUI'],
  ])('%s is an edit', async (name, generator) => {
    expect(await lookOne(`metadata/${name}`)).toMatchObject({
      finding: 'ai-edited',
      evidence: { generator },
    });
  });

  it('gives one signal a mark', async () => {
    const found = await look('metadata/google-made.jpg');
    expect(found.map(({ finding, evidence }) => [finding, evidence.mark])).toEqual([
      ['ai-generated', 'iptc-digital-source-type'],
      ['ai-generated', 'generator'],
    ]);
    expect(found.map(({ evidence }) => evidence.fields !== undefined)).toEqual([true, false]);
  });

  it('follows the sampler to its prompt, not to the negative one', async () => {
    expect(COMFY_GRAPH['3'].inputs.positive).toEqual(['35', 0]);
    expect((await lookOne('metadata/comfyui.png')).evidence.prompt).toBe(lighthouse);
  });
});

describe('cameras', () => {
  it('says what the file says: camera, exposure, software, rights, and that there is a position', async () => {
    const [found, ...others] = await look('metadata/camera.jpg');
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      finding: 'origin-stated',
      basis: 'declared',
      evidence: {
        make: 'Canon',
        model: 'Canon EOS R5',
        lens: 'RF24-70mm F2.8 L IS USM',
        exposure: '1/250',
        aperture: '2.8',
        iso: '400',
        focalLength: '70',
        takenAt: '2024-10-26T07:41:09+02:00',
        software: 'Adobe Photoshop 26.0 (Macintosh)',
        artist: 'Jürgen Möller',
        credit: 'dpa/Möller',
        copyright: '© 2024 Jürgen Möller',
        gpsPresent: true,
        problems: [],
      },
    });
    expect(found && summary(found)).toBe('camera: Canon EOS R5; software: Adobe Photoshop 26.0 (Macintosh)');
  });

  it('never keeps the place where a picture was taken', async () => {
    const kept = JSON.stringify(await look('metadata/camera.jpg'));
    expect(kept).not.toMatch(/latitude|longitude/i);
    expect(kept).not.toMatch(/53, ?33|8, ?34/);
  });

  it.each([
    'camera.jpg',
    'rotated.jpg',
    'not-ai-photoshop.jpg',
    'not-ai-scene-mode.jpg',
    'not-ai-pixel.jpg',
    'not-ai-topaz.jpg',
    'not-ai-captions.jpg',
    'not-ai-galaxy.jpg',
  ])('%s does not read as AI', async (name) => {
    expect((await look(`metadata/${name}`)).map(({ finding }) => finding)).toEqual(['origin-stated']);
  });

  it('reads the same values as an independent reader', async () => {
    const bytes = await readFile(join(MADE, 'metadata/camera.jpg'));
    const other = load(new Uint8Array(bytes).buffer);
    const rows = new Map(
      (await lookOne('metadata/camera.jpg')).evidence.fields?.map((row) => [row.name, row.value]),
    );
    for (const [theirs, ours] of [
      ['Make', 'Make'],
      ['Model', 'Model'],
      ['DateTimeOriginal', 'DateTimeOriginal'],
      ['LensModel', 'LensModel'],
      ['ExposureTime', 'ExposureTime'],
      ['ISOSpeedRatings', 'ISO'],
    ] as const) {
      expect(rows.get(ours)).toBe(String(other[theirs]?.description));
    }
  });
});

describe('the table of fields', () => {
  it('names group, standard name and value, and joins the items of a list', async () => {
    const { evidence } = await lookOne('metadata/camera.jpg');
    expect(evidence.fields).toContainEqual({
      group: 'XMP',
      name: 'dc:subject',
      value: 'Leuchtturm; AI-free',
      deciding: false,
    });
    expect(evidence.fields).toContainEqual({
      group: 'EXIF',
      name: 'MakerNote',
      value: '(900 bytes)',
      deciding: false,
    });
    expect(evidence.fields).toContainEqual({
      group: 'JPEG',
      name: 'Comment',
      value: 'Optimized by a web server',
      deciding: false,
    });
  });

  it('shows 200 fields at most and says how many are left out', async () => {
    const { finding, evidence } = await lookOne('bad/many-chunks.png');
    expect(finding).toBe('none');
    expect(evidence.fields).toHaveLength(200);
    expect(evidence.cut?.map((phrase) => say(phrase, englishLanguage))).toEqual([
      '4800 more fields are not shown.',
      'The file holds more than 5,000 fields; the rest was not read.',
    ]);
  });

  it('puts the deciding fields first', async () => {
    const { evidence } = await lookOne('metadata/novelai.png');
    expect(evidence.fields?.[0]?.deciding).toBe(true);
  });
});

describe('broken and hostile files', () => {
  function problems(found: Found<Evidence>): string[] {
    return (found.evidence.problems ?? []).map((phrase) => say(phrase, englishLanguage));
  }

  it('reads the sound entries around a broken one', async () => {
    const found = await lookOne('bad/broken-exif.jpg');
    expect(found).toMatchObject({
      finding: 'origin-stated',
      evidence: { make: 'Canon', artist: 'Somebody' },
    });
    expect(found.evidence.model).toBeUndefined();
    expect(problems(found)).toEqual(['Part of the EXIF data is broken; the rest was read.']);
  });

  it('notices EXIF data that points back at itself', async () => {
    const found = await lookOne('bad/looping-exif.jpg');
    expect(found).toMatchObject({ finding: 'origin-stated', evidence: { make: 'Canon' } });
    expect(problems(found)).toContain('The EXIF data points back at itself, which no camera writes.');
  });

  it('does not unpack a zip bomb, and reads the texts around it', async () => {
    const found = await lookOne('bad/zip-bomb.png');
    expect(problems(found)).toEqual(['The compressed text “Comment” is suspiciously long and was left out.']);
    expect(found).toMatchObject({ evidence: { artist: 'before the bomb', software: 'after the bomb' } });
  });

  it('says that a file was cut short', async () => {
    const found = await lookOne('bad/truncated-header.jpg');
    expect(problems(found)).toEqual(['The file ends before it should, so metadata may be missing.']);
  });

  it.each([
    'bad/truncated.jpg',
    'bad/huge-header.png',
    'bad/wrong-size.jpg',
    'bad/garbage-exif.jpg',
    'bad/repeating-exif.jpg',
    'bad/broken-xmp.jpg',
    'bad/truncated.png',
    'bad/hostile.svg',
    'bad/entities.svg',
    'bad/animated.gif',
    'bad/animated.webp',
    'bad/looping-colour-profile.png',
    'bad/header-only.heic',
    'bad/png-named.jpg',
  ])('%s gets an answer, and no AI', async (name) => {
    const [found] = await look(name);
    expect(['none', 'origin-stated']).toContain(found?.finding);
  });

  it('leaves entities of an SVG as they are', async () => {
    const { evidence } = await lookOne('bad/entities.svg');
    expect(evidence.fields).toContainEqual({
      group: 'SVG',
      name: 'title',
      value: '&c;&file;',
      deciding: false,
    });
  });

  it('abstains from formats that hold no metadata', async () => {
    const subject = {
      ...(await subjectOf(await readFile(join(MADE, 'metadata/camera.jpg')))),
      mediaType: 'image/bmp',
    };
    const [found] = await metadata.run(subject, contextFor(subject));
    expect(found).toMatchObject({ finding: 'not-applicable', reason: 'no-metadata-in-format' });
  });

  it('survives every picture being cut or scratched anywhere', async () => {
    for (const name of [
      'camera.jpg',
      'comfyui.webp',
      'parameters-itxt.png',
      'source-type.avif',
      'parameters.gif',
    ]) {
      const subject = await subjectOf(await readFile(join(MADE, 'metadata', name)));
      for (let at = 12; at < subject.bytes.length; at += Math.ceil(subject.bytes.length / 60)) {
        const scratched = new Uint8Array(subject.bytes);
        scratched.fill(0xff, at, at + 4);
        for (const bytes of [subject.bytes.slice(0, at), scratched]) {
          const found = await metadata.run({ ...subject, bytes }, contextFor(subject));
          expect(found.length).toBeGreaterThan(0);
        }
      }
    }
  });
});
