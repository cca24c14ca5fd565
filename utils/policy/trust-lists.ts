import { z } from 'zod';
import { parseTrustList } from '../checks/provenance/trust-list';

/** A trust list that an organisation's policy brings. One that holds no usable certificate has none, and is shown so. */
export interface PolicyTrustList {
  readonly id: string;
  readonly name: string;
  readonly pem: string;
  readonly certificates: number;
}

/** Reads the policy's `trustLists`; entries without a name or a text are left out. */
export function parsePolicyTrustLists(value: unknown): readonly PolicyTrustList[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry, position) => {
    const parsed = PolicyEntry.safeParse(entry);
    return parsed.success
      ? [{ id: `policy-${position}`, name: parsed.data.name, ...certificatesOf(parsed.data.pem) }]
      : [];
  });
}

const PolicyEntry = z.object({ name: z.string().min(1), pem: z.string() });

function certificatesOf(text: string): Pick<PolicyTrustList, 'pem' | 'certificates'> {
  try {
    const { pem, certificates } = parseTrustList(text);
    return { pem, certificates };
  } catch {
    return { pem: '', certificates: 0 };
  }
}
