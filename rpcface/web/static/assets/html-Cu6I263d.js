import{ct as e,dt as t,ot as n,pt as r,st as i,ut as a}from"./page-81dv1SeJ.js";var o=i(class extends e{constructor(){super(...arguments),this.key=a}render(e,t){return this.key=e,t}update(e,[t,r]){return t!==this.key&&(n(e),this.key=t),r}}),s=4e3,c=r` iframe{display:block;width:100%;height:3rem;border:1px solid var(--rf-line);border-radius:calc(var(--rf-radius) - 2px);background:#fff}`,l=Object.assign(e=>t`${o(e.value,t`<iframe
      id=${e.id}
      sandbox="allow-scripts"
      referrerpolicy="no-referrer"
      title=${e.component.label||e.component.name}
      src="./frame.html"
      @load=${{once:!0,handleEvent:t=>u(t,e.value)}}
    ></iframe>`)}`,{styles:c,isGroup:!0});function u({currentTarget:e},t){let n=e,{port1:r,port2:i}=new MessageChannel;r.onmessage=({data:e})=>{n.style.height=`${Math.min(Number(e)||0,s)+2}px`};let{fontFamily:a,fontSize:o}=getComputedStyle(n),c=`<style>:where(body) { font: ${o}/1.5 ${a} }</style>`;n.contentWindow?.postMessage(typeof t==`string`?c+t:``,`*`,[i])}export{l as html};