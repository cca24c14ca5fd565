import { details, type GenerationDetails } from './details';
import { asText, at, isObject, type Json, type JsonObject } from './json';

/** Nodes that are looked through for an input's text: a prompt passes through several before its sampler. */
const MAX_STEPS = 12;

/** ComfyUI's executed graph: nodes by their id, each with its class and inputs. */
export function isComfyGraph(graph: JsonObject): boolean {
  const nodes = Object.values(graph).filter(isObject);
  return nodes.length > 0 && nodes.some((node) => typeof node.class_type === 'string');
}

/** ComfyUI's editor document: a list of nodes with a type, and the links between them. */
export function isComfyWorkflow(workflow: JsonObject): boolean {
  return (
    Array.isArray(workflow.nodes) && workflow.nodes.some((node) => asText(at(node, 'type')) !== undefined)
  );
}

/** Whether a node of the graph samples from a model: without one, ComfyUI only scaled, cropped or composed. */
export function hasSampler(graph: JsonObject): boolean {
  return Object.values(graph).some((node) => /sampler/i.test(asText(at(node, 'class_type')) ?? ''));
}

/** Whether the graph starts from a picture that was given to it. */
export function hasInputPicture(graph: JsonObject): boolean {
  return Object.values(graph).some((node) => /^Load ?Image/i.test(asText(at(node, 'class_type')) ?? ''));
}

/** Prompt, seed, model and sampler of an executed graph, following the sampler's inputs to the nodes they come from. */
export function comfyDetails(graph: JsonObject): GenerationDetails {
  const nodes = Object.values(graph).filter(isObject);
  const sampler = nodes.find((node) => /sampler/i.test(asText(node.class_type) ?? '')) ?? {};
  const first = (...names: readonly string[]): string | undefined =>
    firstText([sampler, ...nodes], (node) => firstText(names, (name) => asText(at(node, 'inputs', name))));
  const prompt =
    follow(graph, at(sampler, 'inputs', 'positive')) ??
    firstText(nodes, (node) =>
      /TextEncode/i.test(asText(node.class_type) ?? '') ? textInput(node) : undefined,
    );
  return details({
    prompt,
    seed: first('seed', 'noise_seed'),
    model: first('ckpt_name', 'unet_name', 'model_name'),
    sampler: first('sampler_name'),
    parameters: ['steps', 'cfg', 'guidance', 'scheduler', 'denoise', 'lora_name', 'width', 'height'].flatMap(
      (name): [string, string][] => {
        const value = first(name);
        return value ? [[name, value]] : [];
      },
    ),
  });
}

function textInput(node: JsonObject): string | undefined {
  return firstText(['text', 'prompt', 'positive', 'clip_l', 't5xxl', 'string', 'value'], (name) =>
    asText(at(node, 'inputs', name)),
  );
}

/**
 * The text at the end of a chain of links. An input is a value of its own, or the id of the node that it comes from
 * and the number of that node's output. Loops end by the number of steps.
 */
function follow(graph: JsonObject, link: Json | undefined): string | undefined {
  let next = link;
  for (let step = 0; step < MAX_STEPS; step++) {
    const id = asText(at(next, 0));
    const node = id === undefined ? undefined : at(graph, id);
    if (!isObject(node)) return undefined;
    const text = textInput(node);
    if (text) return text;
    const inputs = isObject(node.inputs) ? Object.entries(node.inputs) : [];
    const preferred = inputs.find(([name]) => /^(positive|text|conditioning|prompt)/i.test(name));
    next = (preferred ?? inputs.find(([, value]) => Array.isArray(value)))?.[1];
  }
  return undefined;
}

function firstText<Part>(
  parts: readonly Part[],
  read: (part: Part) => string | undefined,
): string | undefined {
  for (const part of parts) {
    const text = read(part);
    if (text !== undefined) return text;
  }
  return undefined;
}
