import{ct as e,dt as t,ot as n,pt as r,st as i,ut as a}from"./page-CMQg8xJm.js";var o=i(class extends e{constructor(){super(...arguments),this.key=a}render(e,t){return this.key=e,t}update(e,[t,r]){return t!==this.key&&(n(e),this.key=t),r}}),s=4e3,c=r` iframe{display:block;width:100%;height:3rem;border:1px solid var(--rf-line);border-radius:calc(var(--rf-radius) - 2px);background:var(--rf-panel)}`,l=Object.assign(e=>t`${o(e.value,t`<iframe
      id=${e.id}
      sandbox="allow-scripts"
      referrerpolicy="no-referrer"
      title=${e.component.label||e.component.name}
      src="./frame.html"
      @load=${{once:!0,handleEvent:t=>u(t,e.value)}}
    ></iframe>`)}`,{styles:c,isGroup:!0});function u({currentTarget:e},t){let n=e,{port1:r,port2:i}=new MessageChannel;r.onmessage=({data:e})=>{n.style.height=`${Math.min(Number(e)||0,s)+2}px`};let{colorScheme:a,fontFamily:o,fontSize:c}=getComputedStyle(n),l=`<style>:root { color-scheme: ${a} } :where(body) { font: ${c}/1.5 ${o} }</style>`;n.contentWindow?.postMessage(typeof t==`string`?l+t:``,`*`,[i])}export{l as html};