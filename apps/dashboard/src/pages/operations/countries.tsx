import { useWording } from '../../text/text';
import { Table } from '../../ui/table';
import { countryName } from '../../ui/words';

/** The most first; the code that the figures have becomes a name in the reader's language. */
export function Countries({ downloads }: { readonly downloads: Readonly<Record<string, number>> }) {
  const { t, format, language } = useWording();
  const total = Object.values(downloads).reduce((sum, count) => sum + count, 0);
  return (
    <Table
      caption={t('byCountry')}
      rows={Object.entries(downloads).toSorted(([, one], [, other]) => other - one)}
      keyOf={([code]) => code}
      columns={[
        { title: t('country'), cell: ([code]) => countryName(t, language, code) },
        { title: t('downloads'), numeric: true, cell: ([, count]) => format.count(count) },
        { title: t('share'), numeric: true, cell: ([, count]) => format.percent((100 * count) / total) },
      ]}
    />
  );
}
