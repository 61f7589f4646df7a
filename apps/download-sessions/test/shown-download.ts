import type { ServiceFixture, Shown } from './service.fixture.js';

type Seen = Omit<Partial<Shown>, 'status'> & { readonly status: string | number };

/** A download as it is shown; of one that is not found the status only. */
export const showing =
  (service: ServiceFixture) =>
  async (id: string, as = 'ada'): Promise<Seen> => {
    const { status, body } = await service.ask('GET', `/downloads/${id}`, { as });
    return status === 200 ? body.data.download : { status };
  };
