/** The page's words in Arabic. */

import type { Words } from "../words.js";

export const words: Words = {
  "Call it from code": "استدعاء من الشيفرة",
  "Calling…": "جارٍ الاستدعاء…",
  Clear: "مسح",
  "Command line": "سطر الأوامر",
  Copied: "تم النسخ",
  "Copied, without {names}: files, arrays and passwords can't stand in a link":
    "تم النسخ بدون {names}: لا يمكن وضع الملفات والمصفوفات وكلمات المرور في رابط",
  Copy: "نسخ",
  "Copy link": "نسخ الرابط",
  "Ctrl + Enter: {button}": "Ctrl + Enter: {button}",
  Dismiss: "إغلاق",
  "Done.": "تم.",
  "Failed after {time}": "فشل بعد {time}",
  "Files go by their names: run it in the folder where they are.":
    "تُذكر الملفات بأسمائها: شغّله في المجلد الذي توجد فيه.",
  "Find an interface": "ابحث عن واجهة",
  Flag: "إبلاغ",
  "Flag as": "إبلاغ بصفته",
  Flagged: "تم الإبلاغ",
  Generate: "إنشاء",
  Inputs: "المدخلات",
  Interfaces: "الواجهات",
  "It needs:": "يحتاج إلى:",
  Language: "اللغة",
  "More inputs": "مدخلات إضافية",
  "Next in the queue": "التالي في قائمة الانتظار",
  "Next in the queue, about {time}": "التالي في قائمة الانتظار، نحو {time}",
  Outputs: "المخرجات",
  Progress: "التقدم",
  "Put in values of your own: {names}": "ضع قيمك الخاصة: {names}",
  "Running…": "قيد التشغيل…",
  "Runs at each change": "يعمل مع كل تغيير",
  "Skip the list": "تخطي القائمة",
  "Something stands before the server here: gRPC may have another address than {address}.":
    "يوجد شيء أمام الخادم: قد يكون لـ gRPC عنوان غير {address}.",
  Stop: "إيقاف",
  "Stopped after {time}": "أُوقف بعد {time}",
  Submit: "إرسال",
  "The browser does not let this page copy.": "لا يسمح المتصفح لهذه الصفحة بالنسخ.",
  "The link says something of “{name}”, which is no input here.": "يذكر الرابط «{name}»، وهو ليس مدخلًا هنا.",
  "The server asks who calls: have your token in the environment, as RPCFACE_TOKEN.":
    "يسأل الخادم عمّن يستدعي: ضع الرمز في متغيّر البيئة RPCFACE_TOKEN.",
  "The server can't be asked: {why}": "تعذّر سؤال الخادم: {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "لا يستطيع الخادم متابعة هذه المحادثة. يبدأ «مسح» محادثة جديدة.",
  "The server does not answer. This page goes on as soon as it does.":
    "لا يستجيب الخادم. ستتابع هذه الصفحة فور استجابته.",
  "The server records every call.": "يسجّل الخادم كل استدعاء.",
  "The server went away before it had answered. What you entered is still here.":
    "انقطع الخادم قبل أن يجيب. ما أدخلته لا يزال هنا.",
  "There is no “{name}” here": "لا يوجد «{name}» هنا",
  "There is none.": "لا يوجد.",
  "This server has:": "يقدّم هذا الخادم:",
  "This server offers nothing.": "لا يقدّم هذا الخادم شيئًا.",
  "Took {time}": "استغرق {time}",
  "What the link says of “{name}” is not valid there, and was left out.":
    "ما يذكره الرابط عن «{name}» غير صالح، وقد تُرك.",
  "Zeros stand for the content of large arrays.": "تحلّ الأصفار محل محتوى المصفوفات الكبيرة.",
  "{done} of {total}": "{done} من {total}",
  "{n} before this one": "{n} قبل هذا",
  "{n} before this one, about {time}": "{n} قبل هذا، نحو {time}",
};
