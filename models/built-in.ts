/** The models that come with the extension, which has their folders as `models/<id>/`. The shell reads them itself. */
export const BUILT_IN_MODELS = {
  ids: Object.values(import.meta.glob<string>('./*/manifest.json', { eager: true, import: 'id' })),

  async read(id: string, file: string): Promise<Blob> {
    const response = await fetch(`/models/${id}/${file}`);
    if (!response.ok) throw new Error(`models/${id}/${file}: ${response.status}`);
    return response.blob();
  },
};
