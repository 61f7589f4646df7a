import type { ServiceFixture } from './service.fixture.js';

/** Makes downloads that have ended well: their client says that it holds the whole file. */
export const completing =
  (service: ServiceFixture) =>
  async (assetId: string, as: string, size = 1000): Promise<string> => {
    const id = await service.create({ assetId, size }, { as });
    await service.ask('POST', `/downloads/${id}/start`, { as, body: { resumeFrom: size } });
    return id;
  };
