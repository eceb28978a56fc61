import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { requestInCel } from '@/lib/model/plain-in-cel';
import type { SearchRequest } from '@/lib/model/search';
import { useBrokers } from '@/lib/queries/brokers';
import { isSameSearch, paramsOf, type SearchParams } from './search-params';
import { searchPlace } from './search-place';

/** What the results are of, when the form above says something else: it was changed since, or the link named the search alone. */
export function OtherSearch({
  found,
  params,
  requestOf,
  onShow,
}: {
  found: SearchRequest;
  params: SearchParams;
  requestOf: (params: SearchParams) => SearchRequest;
  onShow: (params: Partial<SearchParams>) => void;
}) {
  const brokers = useBrokers().data;
  if (!brokers || isSameSearch(found, requestOf(params))) return null;
  const foundParams = paramsOf(found);
  const fitsTheForm = isSameSearch(found, requestOf({ ...params, ...foundParams })); // one on another broker does not
  return (
    <div className="px-4 pt-3">
      <Notice
        tone="neutral"
        action={
          fitsTheForm ? (
            <Button size="small" onClick={() => onShow(foundParams)}>
              Put it in the form
            </Button>
          ) : null
        }
      >
        These matches are of another search than the form: <code>{requestInCel(found)}</code>.{' '}
        {searchPlace(found, (id) => brokers.find((broker) => broker.id === id)?.name ?? id)}
      </Notice>
    </div>
  );
}
