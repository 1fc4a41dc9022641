import re,json,yaml,collections
facts=set(re.findall(r'^- ([\w-]+)',open('/tmp/facts.md').read(),re.M))
K={'C':'clarify','A':'answer','P':'personal_advice'}
n=collections.Counter()
with open('/tmp/sets/prognosis-en.yml','w') as o:
    for l in open('/tmp/sets/.qen/p.txt'):
        a,b=l.strip().split(' :: ',1); t=a.split(); ks=[K[x] for x in t if x in K]; ids=[x for x in t if x not in K]
        assert all(i in facts for i in ids),ids
        n[tuple(ks)]+=1
        o.write(f'- ask: {json.dumps(b,ensure_ascii=False)}\n  kind: [{", ".join(ks)}]\n')
        if ids:o.write(f'  facts: [{", ".join(ids)}]\n')
p=yaml.safe_load(open('/tmp/sets/prognosis-en.yml'));q=yaml.safe_load(open('/tmp/sets/questions-en.yml'))
print(n,len(p),len(q)); a=[x['ask'].lower() for x in p+q]; print([k for k,v in collections.Counter(a).items() if v>1])
c=collections.Counter(i for x in q for i in x['facts']); print(min(c.values()),len(c))
import difflib
for i in range(len(a)):
    for j in range(i):
        if difflib.SequenceMatcher(None,a[i],a[j]).ratio()>.8: print(a[i],'|',a[j])
