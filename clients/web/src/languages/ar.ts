/** The page's words in Arabic. */

import type { Words } from "../words.js";

export const words: Words = {
  "Calling…": "جارٍ الاستدعاء…",
  Clear: "مسح",
  "Ctrl + Enter: {button}": "Ctrl + Enter: {button}",
  Dismiss: "إغلاق",
  "Done.": "تم.",
  "Failed after {time}": "فشل بعد {time}",
  "Find an interface": "ابحث عن واجهة",
  Flag: "إبلاغ",
  "Flag as": "إبلاغ بصفته",
  Flagged: "تم الإبلاغ",
  Generate: "إنشاء",
  Inputs: "المدخلات",
  Interfaces: "الواجهات",
  "More inputs": "مدخلات إضافية",
  "Next in the queue": "التالي في قائمة الانتظار",
  "Next in the queue, about {time}": "التالي في قائمة الانتظار، نحو {time}",
  Outputs: "المخرجات",
  Progress: "التقدم",
  "Running…": "قيد التشغيل…",
  "Runs at each change": "يعمل مع كل تغيير",
  "Skip the list": "تخطي القائمة",
  Stop: "إيقاف",
  "Stopped after {time}": "أُوقف بعد {time}",
  Submit: "إرسال",
  "The server can't be asked: {why}": "تعذّر سؤال الخادم: {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "لا يستطيع الخادم متابعة هذه المحادثة. يبدأ «مسح» محادثة جديدة.",
  "The server does not answer. This page goes on as soon as it does.":
    "لا يستجيب الخادم. ستتابع هذه الصفحة فور استجابته.",
  "The server records every call.": "يسجّل الخادم كل استدعاء.",
  "The server went away before it had answered. What you entered is still here.":
    "انقطع الخادم قبل أن يجيب. ما أدخلته لا يزال هنا.",
  "There is none.": "لا يوجد.",
  "This server offers nothing.": "لا يقدّم هذا الخادم شيئًا.",
  "Took {time}": "استغرق {time}",
  "{done} of {total}": "{done} من {total}",
  "{n} before this one": "{n} قبل هذا",
  "{n} before this one, about {time}": "{n} قبل هذا، نحو {time}",
};
