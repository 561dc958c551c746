/** In place of protobuf-es' reading and writing of JSON, which the page has no use for: it speaks binary. */

export { none as fromJson, none as fromJsonString, none as mergeFromJson, none as mergeFromJsonString };
export { none as enumFromJson, none as isEnumJson, none as toJson, none as toJsonString, none as enumToJson };

function none() {
  throw new Error("this build has no JSON of messages");
}
